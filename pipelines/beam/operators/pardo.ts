import "../sdk";
import { SERIALIZED_JS_DOFN_INFO } from "apache-beam/internal/urns";
import { serializeFn } from "apache-beam/internal/serialize";
import * as runnerApi from "apache-beam/proto/beam_runner_api";
import { parDo } from "apache-beam/transforms/pardo";
import type { WindowedValue } from "apache-beam/values";
import { createOperator, type ProcessResult } from "apache-beam/worker/operators";
import { AsyncDoFn } from "../async_do_fn";
import { noteFailedStep } from "../worker/bundle_failure";
import { elementContext } from "./element_context";
import { ElementPool } from "./element_pool";
import { inGlobalWindow } from "./global_window";
import { inStep } from "../worker/log_context";

/**
 * Gives the SDK's ParDo operator what it lacks (apache-beam 2.49, worker/operators.ts):
 * AsyncDoFns, and backpressure between any two steps. The SDK's own operator takes all outputs of
 * an element at once, and collects the promises of the steps behind: the whole output would be in
 * memory. This one takes the next output when the step behind has accepted the last.
 *
 * The class is not exported by the SDK: its prototype is found on a probe, and extended here.
 */
const operator = parDoOperatorPrototype();
const sdk = { startBundle: operator.startBundle, finishBundle: operator.finishBundle };

operator.startBundle = async function (): Promise<void> {
  await sdk.startBundle.call(this);
  if (!(this.doFn instanceof AsyncDoFn)) return;
  this.pool = new ElementPool(this.doFn.concurrency);
  await this.doFn.startBundleAsync?.(this.augmentedContext);
};

operator.process = function (wvalue: WindowedValue<unknown>): ProcessResult {
  if (wvalue.windows.length !== 1) throw new Error("An element is in one window, not in several.");
  if (this.doFn instanceof AsyncDoFn) return this.pool.add(() => processAsync(this, wvalue));
  const sideInputs: ProcessResult = this.paramProvider.setCurrentValue(wvalue);
  return sideInputs ? processLater(this, wvalue, sideInputs) : processSync(this, wvalue);
};

operator.finishBundle = async function (): Promise<void> {
  if (this.doFn instanceof AsyncDoFn) {
    await this.pool.drain();
    const { doFn, augmentedContext, pool, receiver } = this;
    for await (const value of doFn.finishBundleAsync?.(augmentedContext, pool.signal) ?? []) {
      await receiver.receive(inGlobalWindow(value));
    }
  }
  await sdk.finishBundle.call(this);
};

/** Called instead of finishBundle when the bundle has failed: nothing goes on behind its back. */
operator.cancelBundle = async function (reason: unknown): Promise<void> {
  this.pool?.cancel(reason);
  await this.pool?.settle();
};

function processAsync(self: any, wvalue: WindowedValue<unknown>): Promise<void> {
  const { doFn, receiver, transformId, pool } = self;
  return inStep(transformId, async () => {
    try {
      const context = await elementContext(self, wvalue);
      for await (const value of doFn.processAsync(wvalue.value, context, pool.signal)) {
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

async function processLater(
  self: any,
  wvalue: WindowedValue<unknown>,
  sideInputs: Promise<void>,
): Promise<void> {
  await sideInputs;
  await self.paramProvider.setCurrentValue(wvalue);
  await inStep(self.transformId, () => processSync(self, wvalue));
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
    forgetElement(self);
    return null;
  } catch (error) {
    noteFailedStep(error, self.transformId);
    throw error;
  }
}

/** Goes on with an element's outputs when the step behind has accepted one. */
function processRest(
  self: any,
  wvalue: WindowedValue<unknown>,
  outputs: Iterator<unknown>,
  accepted: Promise<void>,
): Promise<void> {
  return inStep(self.transformId, async () => {
    try {
      await accepted;
      for (;;) {
        // Other elements may have been processed in between.
        self.paramProvider.wvalue = wvalue;
        const next = outputs.next();
        if (next.done) break;
        await self.receiver.receive({ ...wvalue, value: next.value });
      }
      forgetElement(self);
    } catch (error) {
      noteFailedStep(error, self.transformId);
      outputs.return?.();
      throw error;
    }
  });
}

/** An element may be a whole coin list: it is not to stay in memory until the bundle ends. */
function forgetElement({ paramProvider }: any): void {
  paramProvider.setCurrentValue(undefined);
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
