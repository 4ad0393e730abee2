import type { IDataChannel } from "apache-beam/worker/data";

/**
 * The elements that a runner sends to one source step of one bundle, in order: a chunk is delivered
 * when the previous one has been processed, and the end when all have.
 *
 * The SDK delivers every chunk as it arrives, so that chunks overtake each other, and the end
 * overtakes them all, as soon as a step awaits something: the outputs of the rest would be lost.
 */
export class InboundElements {
  private readonly chunks: Uint8Array[] = [];
  private consumer: IDataChannel | undefined;
  private complete = false;
  private failure: Error | undefined;
  private pumping = false;

  /** @param onConsumed receives how many bytes were processed or dropped. */
  constructor(private readonly onConsumed: (bytes: number) => void) {}

  push(data: Uint8Array, isLast: boolean): void {
    if (data.length > 0) this.chunks.push(data);
    this.complete ||= isLast;
    void this.pump();
  }

  connect(consumer: IDataChannel): void {
    this.consumer = consumer;
    void this.pump();
  }

  /** Nothing more will arrive: the bundle fails, unless it is complete already. */
  fail(error: Error): void {
    if (!this.complete) this.failure ??= error;
    void this.pump();
  }

  /** Drops what is left, when the bundle has ended. */
  drop(): void {
    for (const chunk of this.chunks.splice(0)) this.onConsumed(chunk.length);
  }

  private async pump(): Promise<void> {
    const { consumer } = this;
    if (!consumer || this.pumping) return;
    this.pumping = true;
    try {
      for (let chunk = this.chunks.shift(); chunk; chunk = this.chunks.shift()) {
        await consumer.sendData(chunk);
        this.onConsumed(chunk.length);
      }
      this.pumping = false;
      if (this.failure) consumer.onError(this.failure);
      else if (this.complete) consumer.close();
    } catch (error) {
      // `pumping` stays true: what still arrives is not processed.
      consumer.onError(error);
    }
  }
}
