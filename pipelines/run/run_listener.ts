import type { ObjectStore } from "../storage/object_store";
import type { CommandPlan } from "./command_plan";
import type { RunReport } from "./report";
import type { DayRuns } from "./day_runs";

/** Is notified of the runs of a command, to show them to a person. */
export interface RunListener {
  /** Before anything is fetched. */
  onPlan?(plan: CommandPlan): void;
  onStart(runs: DayRuns): void;
  /** A line about a job that runs elsewhere. */
  onMessage?(line: string): void;
  /** Each day that was made. */
  onEnd(runs: DayRuns, report: RunReport, store: ObjectStore): void | Promise<void>;
  /** Of several days those that were made, and those that were done before. */
  onDays?(runs: DayRuns, days: { readonly made: number; readonly done: number }): void;
}
