import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { WorkerWatch } from "../../pipelines/runners/job_server/worker_watch";
import type { LocalImage } from "./image";

export interface WorkerLimits {
  /** How long it may take until a job has its first worker, in ms. */
  readonly startMs: number;
  /** How long a job may be without one after its worker died, in ms. */
  readonly graceMs: number;
}

export const defaultWorkerLimits: WorkerLimits = { startMs: 60_000, graceMs: 10_000 };

export interface WatchedWorker {
  /** What Prism is to start as a worker. */
  readonly command: string;
  readonly env: Readonly<Record<string, string>>;
  /** Aborted when no worker is left or starts; the reason has the last one's stderr. */
  readonly died: AbortSignal;
  /** What happened to the workers of a job that failed, with the last one's stderr; undefined when there is one. */
  lost(): Promise<string | undefined>;
  stop(): void;
}

/** Watches an image's workers, since Prism waits forever for one that can't start. */
export async function watchWorker(image: LocalImage, limits: WorkerLimits): Promise<WatchedWorker> {
  const folder = mkdtempSync(join(tmpdir(), "worker-"));
  const [command, stderr] = [join(folder, "worker"), join(folder, "stderr")];
  // The worker takes the script's place, so that Prism ends it when it ends what it started.
  const script = `#!/bin/sh\nexec '${image.worker}' "$@" 2>>'${stderr}'\n`;
  writeFileSync(command, script, { mode: 0o755 });
  const death = new AbortController();
  const withStderr = (message: string) => {
    const last = existsSync(stderr) ? readFileSync(stderr, "utf8").trim().slice(-2_000) : "";
    return last === "" ? message : `${message} Its stderr: ${last}`;
  };
  const watch = new WorkerWatch(({ message }) => {
    death.abort(new Error(withStderr(message)));
  }, limits);
  return {
    command,
    env: await watch.start(),
    died: death.signal,
    lost: async () => {
      const lost = await watch.lost();
      return lost === undefined ? undefined : withStderr(`${lost}.`);
    },
    stop: () => {
      watch.stop();
      rmSync(folder, { recursive: true });
    },
  };
}
