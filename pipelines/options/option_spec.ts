import type * as v from "valibot";
import type { PipelineName } from "./pipeline_spec";

/**
 * One option, said once: the command line, its help, the checks, and the templates' metadata are
 * all made from this. Names are camelCase, as a template's parameters are.
 */
export interface OptionSpec {
  /** What a value looks like, for help: `YYYY-MM-DD`. A flag has none. */
  readonly values?: string;
  readonly help: string;
  /** Text as a person would type it; absent where the default depends on something else. */
  readonly default?: string;
  /** How help words a default that depends on something else. */
  readonly defaultHelp?: string;
  /** The pipelines that the default is not that of, and how help words theirs. */
  readonly defaultsBy?: Readonly<Partial<Record<PipelineName, string>>>;
  /** The pipelines that need it to be given. */
  readonly requiredBy?: readonly PipelineName[];
  /** Values to learn from, for the option's own page of help. */
  readonly examples?: readonly string[];
  /** The pipelines that it has an effect on; all, when absent. */
  readonly pipelines?: readonly PipelineName[];
  /** Parses the text into a value, or says what is wrong with it. */
  readonly schema: v.GenericSchema<string, unknown>;
}

/** The options of one group of the help. */
export type OptionGroup = Readonly<Record<string, OptionSpec>>;
