import "../sdk";
import type { Coder } from "apache-beam/coders/coders";
import { Context } from "apache-beam/coders/coders";
import { RemoteGrpcPort } from "apache-beam/proto/beam_fn_api";
import type { PTransform } from "apache-beam/proto/beam_runner_api";
import type { WindowedValue } from "apache-beam/values";
import type { IDataChannel } from "apache-beam/worker/data";
import {
  type OperatorContext,
  type ProcessResult,
  registerOperator,
} from "apache-beam/worker/operators";
import { Writer } from "protobufjs";

/** Elements are sent to the runner in messages of about this size. */
const messageBytes = 1_000_000;

/**
 * Sends a step's elements to the runner. The SDK's own operator keeps writing into a buffer that is
 * being sent: with several elements in flight, some arrive twice and some never.
 */
class DataSinkOperator {
  private readonly coder: Coder<WindowedValue<unknown>>;
  private readonly openChannel: () => IDataChannel;
  private channel!: IDataChannel;
  private buffer = new Writer();

  constructor(
    readonly transformId: string,
    transform: PTransform,
    context: OperatorContext,
  ) {
    const port = RemoteGrpcPort.fromBinary(transform.spec?.payload ?? new Uint8Array());
    this.coder = context.pipelineContext.getCoder(port.coderId);
    this.openChannel = () =>
      context
        .getDataChannel(port.apiServiceDescriptor?.url ?? "")
        .getSendChannel(context.getBundleId(), transformId);
  }

  startBundle(): Promise<void> {
    this.channel = this.openChannel();
    this.buffer = new Writer();
    return Promise.resolve();
  }

  process(wvalue: WindowedValue<unknown>): ProcessResult {
    this.coder.encode(wvalue, this.buffer, Context.needsDelimiters);
    return this.buffer.len < messageBytes ? null : this.flush();
  }

  async finishBundle(): Promise<void> {
    await this.flush();
    this.channel.close();
  }

  private async flush(): Promise<void> {
    if (this.buffer.len === 0) return;
    const message = this.buffer.finish();
    this.buffer = new Writer();
    await this.channel.sendData(message);
  }
}

registerOperator("beam:runner:sink:v1", DataSinkOperator);
