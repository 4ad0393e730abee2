import type { Coins } from "../coingecko/settings";
import type { PipelineName } from "../options/pipeline_spec";
import type { EndpointCalls } from "../run/command_plan";

/** What a command would do: what `--dryRun` says, and with `--json` as it is. */
export interface DryRunReport {
  readonly dry_run: true;
  /** `sample:2500`, `demo`, or a URL. */
  readonly source: string;
  readonly coins: Coins;
  readonly output: string;
  readonly warehouse: string;
  /** Of all pipelines and days. */
  readonly calls: number;
  /** Calls in any 60 seconds; null: no limit. */
  readonly requests_per_minute: number | null;
  /** At that rate; null: no limit. */
  readonly minutes: number | null;
  /** Calls of one run; null: no limit. */
  readonly max_requests: number | null;
  /** What the calls cost at most, on a plan with a key, where a call costs one; null: nothing. */
  readonly credits: number | null;
  readonly runner: PlannedRunner;
  readonly pipelines: readonly PlannedPipeline[];
  /** What the command writes behind its last pipeline. */
  readonly files: readonly PlannedFile[];
  readonly tables: readonly PlannedTable[];
  /** The warehouse's views that are made, or brought up to date. */
  readonly views: readonly string[];
  /** What is not known before the run. */
  readonly notes: readonly string[];
  /** Why the command would fail, as far as that is to be seen: then the exit code is 1. */
  readonly refusals: readonly string[];
}

export interface PlannedPipeline {
  readonly pipeline: PipelineName;
  /** Of the job that makes all days, on a runner that has jobs. */
  readonly job_name: string | null;
  readonly days: readonly PlannedDay[];
  /** Days that an earlier run has made of the same answers: they are passed over. */
  readonly done: readonly string[];
  /** Days that the archive has nothing of, and that `--onlyArchived` leaves out. */
  readonly left_out: readonly string[];
  /** Why none of its days would be made. */
  readonly refusal: string | null;
}

export interface PlannedDay {
  readonly snapshot_date: string;
  /** Whether the archive has all answers. */
  readonly from_archive: boolean;
  /** Where the answers are archived, relative to the output; null where none is needed. */
  readonly archive: string | null;
  readonly calls: readonly EndpointCalls[];
  /** Whether the budget suffices for the calls; null where there is no limit. */
  readonly within_budget: boolean | null;
  readonly files: readonly PlannedFile[];
  readonly tables: readonly PlannedTable[];
  /** Why this day would fail. */
  readonly refusal: string | null;
}

export interface PlannedFile {
  /** Relative to the output. */
  readonly path: string;
  readonly kind: "csv" | "parquet" | "rejected" | "report" | "market" | "dashboard" | "other";
  /** Whose rows it has. */
  readonly table: string | null;
  /** Whether it is there; null where that can't be read. */
  readonly exists: boolean | null;
  /** A file that is there is replaced; one is removed whose rows would be others'. */
  readonly action: "write" | "remove";
}

export interface PlannedTable {
  /** With what holds it, as SQL names it. */
  readonly name: string;
  readonly exists: boolean | null;
  /**
   * What the run does to its rows: replaces those of the day, or all; keeps them, where it only makes
   * sure that the table is there; deletes them, where they are of another market or currency.
   */
  readonly action: "replace_day" | "replace_all" | "keep" | "delete_all";
  /** How many rows would be replaced or deleted; null where that is not counted. */
  readonly rows: number | null;
}

export type PlannedRunner =
  | { readonly runner: "direct" }
  | {
      readonly runner: "jobServer";
      readonly job_endpoint: string;
      readonly environment_type: string;
      readonly parallelism: number | null;
    }
  | {
      readonly runner: "dataflow";
      readonly project: string;
      readonly region: string;
      readonly sdk_container_image: string;
      readonly temp_location: string;
      readonly staging_location: string;
      /** Where the job's description is written instead of creating the job; null: it is created. */
      readonly job_file: string | null;
      readonly is_waited_for: boolean;
      readonly service_account_email: string | null;
      readonly max_num_workers: number | null;
      readonly worker_machine_type: string | null;
    };
