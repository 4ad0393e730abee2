import type { Options } from "../../options/options";

/** How progress is shown: a line of a terminal that changes, lines for a person, or JSON lines. */
export type ProgressForm = "status" | "text" | "json";

/**
 * As `--logFormat` says. Without it, JSON where a program reads the log: in CI, and, unless at a
 * terminal, where a job is handed to Dataflow.
 */
export function progressForm(
  { logFormat, runner }: Pick<Options, "logFormat" | "runner">,
  isTerminal: boolean,
  env: NodeJS.ProcessEnv,
): ProgressForm {
  const isInCi = !["", "0", "false"].includes(env.CI ?? "");
  const isForProgram = isInCi || (runner === "dataflow" && !isTerminal);
  if ((logFormat ?? (isForProgram ? "json" : "text")) === "json") return "json";
  return isTerminal && env.TERM !== "dumb" ? "status" : "text";
}
