import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import "../../../pipelines/beam/sdk";
import type { ServerOptions } from "@grpc/grpc-js";
import type { InstructionResponse } from "apache-beam/proto/beam_fn_api";
import type { PCollection } from "apache-beam/pvalue";
import { bundleDescriptor, decode, encode, SINK, SOURCE } from "./bundle_descriptor";
import { FnRunner, type WorkerProcess } from "./fn_runner";

const doFnModule = join(__dirname, "worker_do_fns.js");

/** A runner and a worker of its own, which knows the DoFns of worker_do_fns.ts. */
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

  /** Asks for a bundle of the described work; its elements are left to be sent. */
  process(instructionId: string): Promise<InstructionResponse> {
    return this.runner.process(instructionId, `work ${this.work}`);
  }

  /** Sends elements of a bundle in one message. */
  send(instructionId: string, elements: number[], isLast = false): Promise<void> {
    return this.runner.send(instructionId, SOURCE, encode(elements), isLast);
  }

  /** Runs one bundle of the described work, its elements in one message each and an end. */
  async run(instructionId: string, ...messages: number[][]): Promise<InstructionResponse> {
    const answer = this.process(instructionId);
    const send = async () => {
      for (const message of messages) await this.send(instructionId, message);
      await this.send(instructionId, [], true);
      return answer;
    };
    return Promise.race([answer, send()]); // one that fails early never opens a data channel
  }

  /** What has come of a bundle's output so far. */
  received(instructionId: string) {
    return this.runner.data.filter(
      (message) => message.instructionId === instructionId && message.transformId === SINK,
    );
  }

  /** A bundle's whole output: it travels beside the answer, and may come after it. */
  async outputs(instructionId: string): Promise<unknown[]> {
    await until(() => this.received(instructionId).some(({ isLast }) => isLast));
    return this.received(instructionId).flatMap(({ data }) => decode(data));
  }

  hasLogged(match: (entry: FnRunner["logs"][number]) => boolean): Promise<void> {
    return until(() => this.runner.logs.some(match));
  }
}

/** Waits until something comes that travels beside the answers, for five seconds at most. */
export async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; tries < 500 && !condition(); tries++) await sleep(10);
  expect(condition()).toBe(true);
}
