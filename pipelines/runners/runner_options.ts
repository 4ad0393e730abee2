import { z } from "zod";
import { flag, type OptionSpec } from "../option_spec";

/** What executes the pipelines, and what that needs. */
export const runnerOptions = {
  runner: {
    group: "Runner",
    values: "direct",
    default: "direct",
    help: "What executes the pipelines: this process.",
    schema: z.enum(["direct"], { error: "expected direct" }),
  },
  verbose: {
    group: "Runner",
    default: "false",
    help: "Log more, and print the stack of an error.",
    schema: flag,
  },
} as const satisfies Record<string, OptionSpec>;
