import "../sdk";
import type * as grpc from "@grpc/grpc-js";
import {
  type StateGetResponse,
  type StateKey,
  StateRequest,
  type StateResponse,
} from "apache-beam/proto/beam_fn_api";
import { BeamFnStateClient } from "apache-beam/proto/beam_fn_api.grpc-client";
import { type MaybePromise, Uint8ArrayConcat } from "apache-beam/worker/state";
import { grpcClient, workerMetadata } from "./grpc_channel";
import { LostChannelError } from "./lost_channel";

interface Waiting {
  readonly resolve: (response: StateResponse) => void;
  readonly reject: (error: Error) => void;
}

/**
 * One stream to a runner's state service, from which side inputs are read (BeamFnState in
 * beam_fn_api.proto). When the stream is lost, every request that waits fails.
 */
export class StateChannel {
  private readonly client: BeamFnStateClient;
  private readonly stream: grpc.ClientDuplexStream<StateRequest, StateResponse>;
  private readonly waiting = new Map<string, Waiting>();
  private lastId = 0;
  private lost: Error | undefined;

  constructor(
    private readonly endpoint: string,
    workerId: string,
  ) {
    this.client = grpcClient(BeamFnStateClient, endpoint);
    this.stream = this.client.state(workerMetadata(workerId));
    this.stream.on("data", (response: StateResponse) => {
      this.waiting.get(response.id)?.resolve(response);
      this.waiting.delete(response.id);
    });
    this.stream.on("error", (error) => {
      this.lose(error);
    });
    this.stream.on("end", () => {
      this.lose(new Error("the runner closed it"));
    });
  }

  get isLost(): boolean {
    return this.lost !== undefined;
  }

  /** Called by the SDK: the value of a state key, decoded. */
  getState<T>(
    instructionId: string,
    stateKey: StateKey,
    decode: (data: Uint8Array) => T,
  ): MaybePromise<T> {
    return { type: "promise", promise: this.getAll(instructionId, stateKey).then(decode) };
  }

  close(): void {
    this.stream.end();
    this.client.close();
  }

  private async getAll(instructionId: string, stateKey: StateKey): Promise<Uint8Array> {
    const chunks: Uint8Array[] = [];
    let continuationToken: Uint8Array = new Uint8Array();
    do {
      const page = await this.get(instructionId, stateKey, continuationToken);
      chunks.push(page.data);
      continuationToken = page.continuationToken;
    } while (continuationToken.length > 0);
    return Uint8ArrayConcat(chunks);
  }

  private async get(
    instructionId: string,
    stateKey: StateKey,
    continuationToken: Uint8Array,
  ): Promise<StateGetResponse> {
    if (this.lost) throw this.lost;
    const id = String(++this.lastId);
    const answered = new Promise<StateResponse>((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
    });
    this.stream.write(
      StateRequest.create({
        id,
        instructionId,
        stateKey,
        request: { oneofKind: "get", get: { continuationToken } },
      }),
    );
    const { error, response } = await answered;
    if (error) throw new Error(`The runner could not read a side input: ${error}`);
    if (response.oneofKind !== "get") throw new Error("The runner answered another state request.");
    return response.get;
  }

  private lose(cause: Error): void {
    if (this.lost) return;
    this.lost = new LostChannelError("state", this.endpoint, cause);
    for (const { reject } of this.waiting.values()) reject(this.lost);
    this.waiting.clear();
  }
}
