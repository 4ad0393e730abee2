import { join } from "node:path";
import type { ServerOptions } from "@grpc/grpc-js";
import type { InstructionResponse } from "apache-beam/proto/beam_fn_api";
import type { PCollection } from "apache-beam/pvalue";
import { bundleDescriptor, decode, encode, sinkId, sourceId } from "./bundle_descriptor";
import { FnRunner, type WorkerProcess } from "./fn_runner";

const doFnModule = join(__dirname, "worker_do_fns.js");

/** A runner and its worker, which knows the DoFns of worker_do_fns.ts. */
export class WorkerSession {
  private work = 0;

  private constructor(
    readonly runner: FnRunner,
    readonly worker: WorkerProcess,
  ) {}

  static async start(options: ServerOptions = {}): Promise<WorkerSession> {
    const runner = new FnRunner(options);
    await runner.start();
    return new WorkerSession(runner, await runner.startWorker(doFnModule));
  }

  stop(): void {
    this.runner.stop();
  }

  /** Describes the work of the bundles from here on. */
  async describe(build: (pc: PCollection<number>) => unknown): Promise<void> {
    const id = `work ${++this.work}`;
    this.runner.describe(await bundleDescriptor(id, this.runner.endpoint, build));
  }

  /** Requests a bundle of the described work; its elements are still to be sent. */
  process(instructionId: string): Promise<InstructionResponse> {
    return this.runner.process(instructionId, `work ${this.work}`);
  }

  /** Sends elements of a bundle in one message. */
  send(instructionId: string, elements: number[], isLast = false): Promise<void> {
    return this.runner.send(instructionId, sourceId, encode(elements), isLast);
  }

  /** Runs one bundle of the described work, its elements in one message each and an end. */
  async run(instructionId: string, ...messages: number[][]): Promise<InstructionResponse> {
    const answer = this.process(instructionId);
    const send = async () => {
      for (const message of messages) await this.send(instructionId, message);
      await this.send(instructionId, [], true);
      return answer;
    };
    return Promise.race([answer, send()]); // a bundle that fails early never opens a data channel
  }

  /** What has arrived of a bundle's output so far. */
  received(instructionId: string) {
    return this.runner.data.filter(
      (message) => message.instructionId === instructionId && message.transformId === sinkId,
    );
  }

  /** A bundle's whole output: it is sent on another stream than the answer, and may arrive later. */
  async outputs(instructionId: string): Promise<unknown[]> {
    await this.runner.until(() => this.received(instructionId).some(({ isLast }) => isLast));
    return this.received(instructionId).flatMap(({ data }) => decode(data));
  }

  hasLogged(match: (entry: FnRunner["logs"][number]) => boolean): Promise<void> {
    return this.runner.until(() => this.runner.logs.some(match));
  }
}
