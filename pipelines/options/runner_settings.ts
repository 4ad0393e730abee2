import type { DataflowSettings } from "./dataflow/settings";

/** What executes the pipelines, with what it needs. */
export type RunnerSettings = DirectSettings | JobServerSettings | DataflowSettings;

export interface DirectSettings {
  readonly runner: "direct";
}

export interface JobServerSettings {
  readonly runner: "jobServer";
  readonly jobEndpoint: string;
  readonly jobName?: string | undefined;
  readonly environment: ServerEnvironment;
  readonly parallelism?: number | undefined;
}

/** Where a job server's workers run. */
export type ServerEnvironment =
  | { readonly type: "process" }
  | { readonly type: "loopback" }
  | { readonly type: "docker"; readonly image: string };
