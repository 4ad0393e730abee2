import type { Options } from "../../options/options";
import type { dataflowOptions } from "../../options/dataflow_options";
import type { dataflowWorkerOptions } from "../../options/dataflow_worker_options";

/** The options of a Dataflow job; those that it can't do without are there. */
export type DataflowSettings = Pick<
  Options,
  keyof typeof dataflowOptions | keyof typeof dataflowWorkerOptions
> & {
  readonly project: string;
  readonly region: string;
  readonly sdkContainerImage: string;
};
