import type * as v from "valibot";
import type { Coins, ExtraName } from "../coingecko/settings";
import type { PlanName } from "../coingecko/plans";
import { dataflowOptions } from "./dataflow/options";
import { dataflowWorkerOptions } from "./dataflow/worker_options";
import { dateOptions } from "./date_options";
import { marketOptions } from "./market_options";
import type { OptionGroup, OptionSpec } from "./option_spec";
import { outputOptions, type Format, type MaxMissing, type MaxRejects } from "./output_options";
import { paceOptions } from "./pace_options";
import type { PipelineName } from "./pipeline_spec";
import { type LogFormat, runnerOptions } from "./runner_options";
import type { RunnerSettings } from "./runner_settings";
import { sourceOptions } from "./source_options";

/** The options that say what a run does, in groups, in the order of help and documents. */
export const runGroups = {
  Source: sourceOptions,
  Market: marketOptions,
  Pace: paceOptions,
  Dates: dateOptions,
  Output: outputOptions,
} as const satisfies Record<string, OptionGroup>;

/** All options: behind those of a run, what executes it. */
export const optionGroups = {
  ...runGroups,
  Runner: runnerOptions,
  Dataflow: dataflowOptions,
  "Dataflow workers": dataflowWorkerOptions,
} as const satisfies Record<string, OptionGroup>;

export const optionSpecs = {
  ...sourceOptions,
  ...marketOptions,
  ...paceOptions,
  ...dateOptions,
  ...outputOptions,
  ...runnerOptions,
  ...dataflowOptions,
  ...dataflowWorkerOptions,
} as const satisfies Record<string, OptionSpec>;

export type OptionName = keyof typeof optionSpecs;
export type OptionValue<Name extends OptionName> = v.InferOutput<
  (typeof optionSpecs)[Name]["schema"]
>;

export const isOptionName = (name: string): name is OptionName => name in optionSpecs;
export const optionNames: readonly OptionName[] = Object.keys(optionSpecs).filter(isOptionName);

/** Where the data comes from, and what is needed to ask there. */
export type Source =
  | { readonly kind: "sample"; readonly coins: number }
  | {
      readonly kind: "coingecko";
      readonly plan: PlanName;
      readonly apiKeySecret?: string | undefined;
    }
  | {
      readonly kind: "url";
      readonly baseUrl: string;
      readonly plan?: PlanName | undefined;
      readonly apiKeySecret?: string | undefined;
    };

/** What every run needs; undefined where a default depends on something else. */
export interface RunOptions {
  readonly source: Source;
  readonly refresh: boolean;
  readonly coins: Coins;
  readonly vsCurrency: string;
  readonly includeRehypothecated: boolean;
  readonly extras: readonly ExtraName[];
  readonly detailRequests?: number | undefined;
  readonly requestsPerMinute?: number | undefined;
  readonly maxRequests?: number | undefined;
  readonly apiShards: number;
  /** Ascending. */
  readonly snapshotDates?: readonly [string, ...string[]] | undefined;
  readonly onlyArchived: boolean;
  readonly startDate?: string | undefined;
  readonly endDate?: string | undefined;
  readonly output: string;
  readonly warehouse?: string | undefined;
  readonly dashboard: boolean;
  readonly maxRejects: MaxRejects;
  readonly formats: readonly Format[];
  readonly maxMissing?: MaxMissing | undefined;
  readonly force: boolean;
  readonly dryRun: boolean;
  readonly quiet: boolean;
  readonly json: boolean;
  readonly logFormat?: LogFormat | undefined;
  readonly verbose: boolean;
}

/** The options of a command, checked, each where it has an effect. */
export type Options = RunOptions & RunnerSettings;

/** Options as they were typed. */
export type GivenOptions = Readonly<Partial<Record<OptionName, string>>>;

/** What a command asks for. */
export interface CommandLine {
  /** In the order in which they run; those of every day when none is named. */
  readonly pipelines: readonly PipelineName[];
  readonly options: Options;
  readonly given: GivenOptions;
}
