import { join, relative } from "node:path";
import { defaultOutput } from "../../options/output_options";
import type { DayRuns } from "../../run/day_runs";
import type { TextLayout } from "./text_layout";

/** The query that a person would ask first: a few columns of the largest coins. */
const query = "largest_coins";

type Step = readonly [command: string, what: string];

/** What a person may want to do after a command, each with the words that say what it does. */
export function nextSteps(finished: readonly DayRuns[], layout: TextLayout): string {
  const run = finished.find(({ pipeline }) => pipeline === "market-snapshot");
  if (!run) return "";
  const steps = [...queryOf(run), ...furtherOf(run)];
  return steps
    .map(([command, what]) => layout.paragraph(`Next: ${layout.style("bold", command)}  ${what}`))
    .map((line) => `${line}\n`)
    .join("");
}

function queryOf({ output, warehouse }: DayRuns): Step[] {
  if (warehouse === "none") return [];
  const isOfOutput = warehouse === `duckdb:${output}/warehouse.duckdb`;
  const where = !isOfOutput
    ? ` --warehouse=${warehouse}`
    : output === defaultOutput(false)
      ? ""
      : ` --output=${output}`;
  return [[`${program()} query ${query}${where}`, "look at it"]];
}

function furtherOf({ api }: DayRuns): Step[] {
  return api.source.startsWith("sample")
    ? [[`${program()} --source=public --coins=top:250`, "250 real coins, in minutes"]]
    : [[pathOf("docs/daily.md"), "how to run it daily"]];
}

/** Where a file of this checkout or package is, as seen from the working directory. */
function pathOf(file: string): string {
  const path = join(__dirname, "../../../..", file);
  const shown = relative(process.cwd(), path);
  return shown.startsWith("..") ? path : shown;
}

/** How a person has started this program, with what separates npm's own options. */
function program(): string {
  return process.env.npm_lifecycle_event === "start" ? "npm start --" : "crypto-pipelines";
}
