import "../sdk";
import type { PTransform } from "apache-beam/proto/beam_runner_api";
import "apache-beam/runners/direct_runner";
import { impulse } from "apache-beam/transforms/internal";
import {
  type OperatorContext,
  type Receiver,
  registerOperator,
} from "apache-beam/worker/operators";
import { inGlobalWindow } from "./global_window";

/** DirectRunner's source. The SDK's own does not await what it starts, and so loses failures. */
class DirectImpulseOperator {
  private readonly receiver: Receiver;

  constructor(
    readonly transformId: string,
    transform: PTransform,
    context: OperatorContext,
  ) {
    this.receiver = context.getReceiver(Object.values(transform.outputs)[0]);
  }

  async startBundle(): Promise<void> {
    await this.receiver.receive(inGlobalWindow(new Uint8Array()));
  }

  process(): never {
    throw new Error("An impulse has no input.");
  }

  finishBundle(): Promise<void> {
    return Promise.resolve();
  }
}

registerOperator(impulse.urn, DirectImpulseOperator);
