import { chmodSync } from "node:fs";
import { join } from "node:path";
import type { WorkerEnvironment } from "../../beam/environment";
import { WorkerPool } from "../../beam/worker/pool";
import { WorkerWatch } from "./worker_watch";

/** Where a job's workers run; `loopback` is this process. */
export type JobEnvironment =
  | Exclude<WorkerEnvironment, { type: "process" }>
  /** Processes that the job server starts on its machine: our worker unless `command` is given. */
  | {
      readonly type: "process";
      readonly command?: string;
      readonly env?: Readonly<Record<string, string>>;
    }
  | { readonly type: "loopback" };

/** The workers of one job, as far as this process manages them. */
export interface JobWorkers {
  readonly environment: WorkerEnvironment;
  /** Aborted, with an ActionableError as its reason, when a worker died and no other took its place. */
  readonly died: AbortSignal;
  /** What happened to the workers of a job that failed; undefined when there is one, or none are watched. */
  lost(): Promise<string | undefined>;
  stop(): void;
}

export async function startJobWorkers(environment: JobEnvironment): Promise<JobWorkers> {
  const death = new AbortController();
  const died = death.signal;
  const unwatched = { died, lost: () => Promise.resolve(undefined), stop: () => undefined };
  if (environment.type === "loopback") {
    const pool = new WorkerPool();
    return {
      ...unwatched,
      environment: { type: "external", endpoint: await pool.start() },
      stop: () => {
        pool.stop();
      },
    };
  }
  if (environment.type === "process" && environment.command) {
    const { command } = environment;
    return { ...unwatched, environment: { ...environment, command } };
  }
  if (environment.type === "process") {
    const watch = new WorkerWatch((error) => {
      death.abort(error);
    });
    const env = { ...memoryVariables, ...environment.env, ...(await watch.start()) };
    return {
      environment: { type: "process", command: ourWorker(), env },
      died,
      lost: () => watch.lost(),
      stop: () => {
        watch.stop();
      },
    };
  }
  return { ...unwatched, environment };
}

/**
 * The C library raises the size from which it gives freed memory back to the system, up to 32 MB, as large
 * buffers are freed (mallopt(3), M_MMAP_THRESHOLD), and a market's pages are such: a worker of many days
 * would keep 100 MB of holes between them. Where it is set, to its default, it stays.
 */
const memoryVariables = { MALLOC_MMAP_THRESHOLD_: String(128 * 1024) };

/** The path of our worker. A job server starts it as an executable file, which tsc does not make. */
function ourWorker(): string {
  const path = join(__dirname, "..", "..", "worker.js");
  chmodSync(path, 0o755);
  return path;
}
