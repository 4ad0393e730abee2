import type { OptionSpec } from "../options/option_spec";
import { type CommandLine, optionNames, optionSpecs } from "../options/options";

/** A line for each option that was given and has no effect on this command. */
export function notes({ pipelines, options, given }: CommandLine): string[] {
  return optionNames
    .filter((name) => given[name] !== undefined)
    .flatMap((name) => {
      const spec: OptionSpec = optionSpecs[name];
      if (spec.pipelines && !spec.pipelines.some((pipeline) => pipelines.includes(pipeline))) {
        return [`Note: --${name} has no effect on ${pipelines.join(" and ")}.`];
      }
      const isOfPlan = name === "plan" || name === "apiKeySecret";
      return isOfPlan && options.source.kind === "sample"
        ? [`Note: --${name} has no effect with --source=sample.`]
        : [];
    });
}
