import { isValid } from "date-fns/isValid";
import { parseISO } from "date-fns/parseISO";
import * as v from "valibot";

/** The pipelines, in the order in which they run when several are asked for. */
export const pipelineNames = ["date-dim", "asset-dim", "market-snapshot"] as const;
export type PipelineName = (typeof pipelineNames)[number];

export const optionGroups = [
  "Source",
  "Pace",
  "Market",
  "Dates",
  "Output",
  "Runner",
  "Dataflow",
  "Dataflow workers",
] as const;

/**
 * One option, said once: the command line, its help, the checks, and the templates' metadata are
 * all made from this. Names are camelCase, as a template's parameters are.
 */
export interface OptionSpec {
  readonly group: (typeof optionGroups)[number];
  /** What a value looks like, for help: `YYYY-MM-DD`. A flag has none. */
  readonly values?: string;
  readonly help: string;
  /** Text as a person would type it; absent where the default depends on something else. */
  readonly default?: string;
  /** How help words a default that depends on something else. */
  readonly defaultHelp?: string;
  /** The pipelines that it means something to; all, when absent. */
  readonly pipelines?: readonly PipelineName[];
  /** Turns the text into a value, or says what is wrong with it. */
  readonly schema: v.GenericSchema<string, unknown>;
}

/** The pipelines that ask the API. */
export const apiPipelines = ["asset-dim", "market-snapshot"] as const;

/** A text of some form. */
export const text = (pattern: RegExp, expected: string) =>
  v.pipe(v.string(), v.regex(pattern, `expected ${expected}`));

/** A text that a function reads, or refuses with what it says is wrong. */
export const readText = <T>(read: (value: string, refuse: (problem: string) => never) => T) =>
  v.pipe(
    v.string(),
    v.rawTransform(({ dataset, addIssue, NEVER }) =>
      read(dataset.value, (message) => {
        addIssue({ message });
        return NEVER;
      }),
    ),
  );

/** `true` or `false`; on the command line the bare name means true. */
export const flag = v.pipe(
  v.string(),
  v.toLowerCase(),
  v.picklist(["true", "false"], "expected true or false"),
  v.transform((value) => value === "true"),
);

export const wholeNumber = (least: number, most = 10_000_000) =>
  v.pipe(
    text(/^\d+$/, `a whole number from ${least}`),
    v.transform(Number),
    v.check(
      (value) => value >= least && value <= most,
      `expected a whole number from ${least} to ${most}`,
    ),
  );

export const day = v.pipe(
  text(/^(?!0000)\d{4}-\d{2}-\d{2}$/, "a date, YYYY-MM-DD"),
  v.check((value) => isValid(parseISO(value)), "there is no such day"),
);
