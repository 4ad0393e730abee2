import "../sdk";
import type { PTransform } from "apache-beam/proto/beam_runner_api";
import "apache-beam/runners/direct_runner";
import { groupByKey } from "apache-beam/transforms/internal";
import { GlobalWindow, type KV, type WindowedValue } from "apache-beam/values";
import {
  type OperatorContext,
  type ProcessResult,
  type Receiver,
  registerOperator,
} from "apache-beam/worker/operators";
import { inGlobalWindow } from "./global_window";
import { GroupedValues } from "./grouped_values";

/**
 * DirectRunner's GroupByKey, in the global window. The SDK's own keeps every value as an object in
 * memory until the last group is done: 2 KB a coin, and Node's heap is full at a million of them.
 */
class DirectGroupByKeyOperator {
  private readonly receiver: Receiver;
  private groups = new GroupedValues<string, unknown>();

  constructor(
    readonly transformId: string,
    transform: PTransform,
    context: OperatorContext,
  ) {
    this.receiver = context.getReceiver(Object.values(transform.outputs)[0]);
  }

  startBundle(): Promise<void> {
    this.groups = new GroupedValues();
    return Promise.resolve();
  }

  process({ value, windows }: WindowedValue<unknown>): ProcessResult {
    if (windows.length !== 1 || !(windows[0] instanceof GlobalWindow)) {
      throw new Error("DirectRunner groups in the global window only.");
    }
    const keyed = value as KV<unknown, unknown>;
    this.groups.add(JSON.stringify(keyed.key), keyed.value);
    return null;
  }

  async finishBundle(): Promise<void> {
    for (const [key, value] of this.groups.drain()) {
      await this.receiver.receive(inGlobalWindow({ key: JSON.parse(key), value }));
    }
  }

  /** Only now: a following step may read a group until it has finished. */
  releaseBundle(): void {
    this.groups.close();
  }
}

registerOperator(groupByKey.urn, DirectGroupByKeyOperator);
