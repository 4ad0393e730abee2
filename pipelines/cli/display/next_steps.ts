import type { RunReport } from "../../run/report";
import type { Run } from "../../run/run";
import type { TextLayout } from "./text_layout";

/** What a person may want to do after a command, each with the words that say what it does. */
export function nextSteps(
  finished: readonly { readonly run: Run; readonly report: RunReport }[],
  layout: TextLayout,
): string {
  const steps = finished.flatMap(({ run }) => stepsAfter(run));
  return steps
    .map(
      ([command, what]) =>
        `${layout.paragraph(`Next: ${layout.style("bold", command)}  ${what}`)}\n`,
    )
    .join("");
}

function stepsAfter(run: Run): (readonly [command: string, what: string])[] {
  if (run.pipeline !== "market-snapshot") return [];
  const isSample = run.api.source.startsWith("sample");
  return isSample
    ? [[`${start()} --source=public --coins=top:250`, "250 real coins, one call"]]
    : [];
}

/** How a person has started this program, with what separates npm's own options. */
function start(): string {
  return process.env.npm_lifecycle_event === "start" ? "npm start --" : "crypto-pipelines";
}
