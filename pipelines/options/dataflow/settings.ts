import type * as v from "valibot";
import type { dataflowOptions } from "./options";
import type { dataflowWorkerOptions } from "./worker_options";
import type { OptionGroup } from "../option_spec";

/** The values of a group's options; undefined where none was given. */
export type ValuesOf<Group extends OptionGroup> = {
  readonly [Name in keyof Group]: v.InferOutput<Group[Name]["schema"]> | undefined;
};

export interface DataflowValues
  extends ValuesOf<typeof dataflowOptions>, ValuesOf<typeof dataflowWorkerOptions> {}

/** A job on Dataflow: what it can't do without is there. */
export interface DataflowSettings extends DataflowValues {
  readonly runner: "dataflow";
  readonly jobName: string | undefined;
  readonly project: string;
  readonly region: string;
  readonly sdkContainerImage: string;
  readonly tempLocation: string;
  readonly stagingLocation: string;
}
