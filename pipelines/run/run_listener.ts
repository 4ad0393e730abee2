import type { ObjectStore } from "../storage/object_store";
import type { CommandPlan } from "./command_plan";
import type { RunReport } from "./report";
import type { Run } from "./run";

/** Is notified of the runs of a command, to show them to a person. */
export interface RunListener {
  /** Before anything is fetched. */
  onPlan?(plan: CommandPlan): void;
  onStart(run: Run): void;
  /** A line about a job that runs elsewhere. */
  onMessage?(line: string): void;
  onEnd(run: Run, report: RunReport, store: ObjectStore): void | Promise<void>;
}
