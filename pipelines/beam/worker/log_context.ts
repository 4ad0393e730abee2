import "../sdk";
import { type LoggingStageInfo, loggingLocalStorage } from "apache-beam/worker/logging";
import { Receiver } from "apache-beam/worker/operators";

/** The bundle and step that the running code belongs to, for log lines. */
export function logContext(): LoggingStageInfo {
  return (loggingLocalStorage.getStore() as LoggingStageInfo | undefined) ?? {};
}

/** Runs a step's code so that its log lines name it, before and after every `await`. */
export function inStep<T>(transformId: string, run: () => T): T {
  return loggingLocalStorage.run({ ...logContext(), transformId }, run);
}

/**
 * The SDK forgets the emitting step as soon as the next one has returned: log lines after a DoFn's
 * first `yield` would name no step.
 */
const prototype: any = Receiver.prototype;
const { receive } = prototype;
prototype.receive = function (wvalue: unknown) {
  const info: LoggingStageInfo = this.loggingStageInfo;
  const { transformId } = info;
  try {
    return receive.call(this, wvalue);
  } finally {
    if (transformId) info.transformId = transformId;
  }
};
