import type { dataflowOptions } from "./options";
import type { dataflowWorkerOptions } from "./worker_options";
import type { OptionName, OptionValue } from "../options";

/** The values of a group's options; undefined where none was given. */
export type ValuesOf<Group> = {
  readonly [Name in keyof Group & OptionName]: OptionValue<Name> | undefined;
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
