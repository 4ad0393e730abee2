import { status } from "@grpc/grpc-js";

/** A stream to the runner broke: the bundles that need it fail. */
export class LostChannelError extends Error {
  override readonly name = "LostChannelError";

  /** @param channel is control or data. */
  constructor(
    channel: string,
    endpoint: string,
    override readonly cause: Error & { code?: status },
  ) {
    super(`The ${channel} channel to ${endpoint} was lost: ${cause.message}`, { cause });
  }

  /** Whether the runner has gone away, as it does at the end of a job. */
  get isEndOfRunner(): boolean {
    const { code } = this.cause;
    return code === undefined || code === status.CANCELLED || code === status.UNAVAILABLE;
  }
}
