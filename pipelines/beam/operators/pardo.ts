import "../sdk";
import { SERIALIZED_JS_DOFN_INFO } from "apache-beam/internal/urns";
import { serializeFn } from "apache-beam/internal/serialize";
import * as runnerApi from "apache-beam/proto/beam_runner_api";
import { parDo } from "apache-beam/transforms/pardo";
import type { WindowedValue } from "apache-beam/values";
import { createOperator, type ProcessResult } from "apache-beam/worker/operators";
import { AsyncDoFn } from "../async_do_fn";
import { noteFailedStep } from "../worker/bundle_failure";
import { ElementPool } from "./element_pool";
import { inStep } from "../worker/log_context";

/**
 * Adds to the SDK's ParDo operator (apache-beam 2.49, worker/operators.ts) AsyncDoFns, and
 * back-pressure between any two steps. The SDK's own operator takes all outputs of an element at
 * once and collects the promises of the following steps: the whole output would be in memory. This
 * one takes the next output once the following step has accepted the last one.
 *
 * A context holds counters and plain values. Side inputs, windows and timestamps, which no pipeline
 * here uses, are not supported: the SDK keeps one of each for a step, not for an element in flight.
 *
 * The SDK does not export the class: its prototype is taken from a probe and patched here.
 */
const operator = parDoOperatorPrototype();
const sdk = { startBundle: operator.startBundle, finishBundle: operator.finishBundle };

operator.startBundle = async function (): Promise<void> {
  await sdk.startBundle.call(this);
  if (this.doFn instanceof AsyncDoFn) this.pool = new ElementPool(this.doFn.concurrency);
};

operator.process = function (wvalue: WindowedValue<unknown>): ProcessResult {
  if (wvalue.windows.length !== 1) throw new Error("An element is in one window, not in several.");
  if (this.doFn instanceof AsyncDoFn) return this.pool.add(() => processAsync(this, wvalue));
  return processSync(this, wvalue);
};

operator.finishBundle = async function (): Promise<void> {
  await this.pool?.drain();
  await sdk.finishBundle.call(this);
};

/** Called instead of finishBundle when the bundle has failed: nothing keeps running after it. */
operator.cancelBundle = async function (reason: unknown): Promise<void> {
  this.pool?.cancel(reason);
  await this.pool?.idle();
};

function processAsync(self: any, wvalue: WindowedValue<unknown>): Promise<void> {
  const { doFn, augmentedContext, receiver, transformId, pool } = self;
  return inStep(transformId, async () => {
    try {
      for await (const value of doFn.processAsync(wvalue.value, augmentedContext, pool.signal)) {
        pool.signal.throwIfAborted();
        const accepted = receiver.receive({ ...wvalue, value });
        if (accepted) await accepted;
      }
    } catch (error) {
      noteFailedStep(error, transformId);
      throw error;
    }
  });
}

function processSync(self: any, wvalue: WindowedValue<unknown>): ProcessResult {
  try {
    const { doFn, augmentedContext, receiver } = self;
    const outputs: Iterable<unknown> | undefined = doFn.process(wvalue.value, augmentedContext);
    const iterator = outputs?.[Symbol.iterator]();
    for (let next = iterator?.next(); next && !next.done; next = iterator?.next()) {
      const accepted: ProcessResult = receiver.receive({ ...wvalue, value: next.value });
      if (accepted && iterator) return processRest(self, wvalue, iterator, accepted);
    }
    return null;
  } catch (error) {
    noteFailedStep(error, self.transformId);
    throw error;
  }
}

/** Continues with an element's outputs once the next step has accepted one. */
function processRest(
  self: any,
  wvalue: WindowedValue<unknown>,
  outputs: Iterator<unknown>,
  accepted: Promise<void>,
): Promise<void> {
  return inStep(self.transformId, async () => {
    try {
      await accepted;
      for (let next = outputs.next(); !next.done; next = outputs.next()) {
        await self.receiver.receive({ ...wvalue, value: next.value });
      }
    } catch (error) {
      noteFailedStep(error, self.transformId);
      outputs.return?.();
      throw error;
    }
  });
}

function parDoOperatorPrototype(): any {
  const doFn = { process: null };
  const payload = runnerApi.ParDoPayload.create({
    doFn: { urn: SERIALIZED_JS_DOFN_INFO, payload: serializeFn({ doFn, context: undefined }) },
  });
  const transform = runnerApi.PTransform.create({
    spec: { urn: parDo.urn, payload: runnerApi.ParDoPayload.toBinary(payload) },
    outputs: { out: "out" },
  });
  const context: any = {
    descriptor: { transforms: { probe: transform } },
    getReceiver: () => null,
  };
  return Object.getPrototypeOf(createOperator("probe", context));
}
