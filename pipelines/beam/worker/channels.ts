import { DataChannel } from "./data_channel";
import type { LostChannelError } from "./lost_channel";

/** A worker's data channels, one per endpoint, opened when first needed. */
export class WorkerChannels {
  private readonly dataChannels = new Map<string, DataChannel>();

  /** @param onDataLost is called when a data channel has ended or broken. */
  constructor(
    private readonly workerId: string,
    private readonly onDataLost: (error: LostChannelError) => void,
  ) {}

  data(endpoint: string): DataChannel {
    let channel = this.dataChannels.get(endpoint);
    if (!channel) {
      channel = new DataChannel(endpoint, this.workerId, (error) => {
        this.dataChannels.delete(endpoint);
        this.onDataLost(error);
      });
      this.dataChannels.set(endpoint, channel);
    }
    return channel;
  }

  endBundle(instructionId: string): void {
    for (const channel of this.dataChannels.values()) channel.endBundle(instructionId);
  }

  close(): void {
    for (const channel of this.dataChannels.values()) channel.close();
  }
}
