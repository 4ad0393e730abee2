import { isValid } from "date-fns/isValid";
import { parseISO } from "date-fns/parseISO";
import { z } from "zod";

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
  readonly schema: z.ZodType<unknown, string>;
}

/** The pipelines that ask the API. */
export const apiPipelines = ["asset-dim", "market-snapshot"] as const;

/** A text of some form. */
export const text = (pattern: RegExp, expected: string) =>
  z.string().regex(pattern, { error: `expected ${expected}` });

/** `true` or `false`; on the command line the bare name means true. */
export const flag = z
  .string()
  .transform((value) => value.toLowerCase())
  .pipe(z.enum(["true", "false"], { error: "expected true or false" }))
  .transform((value) => value === "true");

export const wholeNumber = (least: number, most = 10_000_000) =>
  text(/^\d+$/, `a whole number from ${least}`)
    .transform(Number)
    .refine((value) => value >= least && value <= most, {
      error: `expected a whole number from ${least} to ${most}`,
    });

export const day = text(/^(?!0000)\d{4}-\d{2}-\d{2}$/, "a date, YYYY-MM-DD").refine(
  (value) => isValid(parseISO(value)),
  { error: "there is no such day" },
);
