import "../sdk";
import * as grpc from "@grpc/grpc-js";
import { StartWorkerResponse, StopWorkerResponse } from "apache-beam/proto/beam_fn_api";
import {
  beamFnExternalWorkerPoolDefinition,
  type IBeamFnExternalWorkerPool,
} from "apache-beam/proto/beam_fn_api.grpc-server";
import { log } from "../../core/log";
import { SdkHarness } from "./sdk_harness";

/**
 * Starts workers in this process for a runner on this machine (BeamFnExternalWorkerPool in
 * beam_fn_api.proto): breakpoints in DoFns work, and so do classes that only this process knows.
 */
export class WorkerPool {
  private readonly server = new grpc.Server();
  private readonly workers = new Map<string, SdkHarness>();

  /** Starts to listen on a free port of loopback. @returns `host:port` */
  async start(): Promise<string> {
    const service: IBeamFnExternalWorkerPool = {
      startWorker: ({ request: { workerId, controlEndpoint } }, callback) => {
        const worker = new SdkHarness(workerId, controlEndpoint?.url ?? "", (message) => {
          log.error({ workerId }, message);
        });
        this.workers.set(workerId, worker);
        worker.ended.catch((error: unknown) => {
          log.warn({ err: error, workerId }, "A worker ended.");
        });
        callback(null, StartWorkerResponse.create());
      },
      stopWorker: ({ request: { workerId } }, callback) => {
        this.workers.get(workerId)?.stop();
        this.workers.delete(workerId);
        callback(null, StopWorkerResponse.create());
      },
    };
    this.server.addService(beamFnExternalWorkerPoolDefinition, service);
    const port = await new Promise<number>((resolve, reject) => {
      const credentials = grpc.ServerCredentials.createInsecure();
      this.server.bindAsync("127.0.0.1:0", credentials, (error, bound) => {
        if (error) reject(error);
        else resolve(bound);
      });
    });
    return `127.0.0.1:${port}`;
  }

  stop(): void {
    for (const worker of this.workers.values()) worker.stop();
    this.server.forceShutdown();
  }
}
