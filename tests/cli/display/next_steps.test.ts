import { existsSync } from "node:fs";
import { join } from "node:path";
import { nextSteps } from "../../../pipelines/cli/display/next_steps";
import type { PipelineName } from "../../../pipelines/options/pipeline_spec";
import { runsOf } from "../../run/run_of";
import { checkout } from "../../support/checkout";
import { layoutOf } from "./views";

const query = "Next: crypto-pipelines query largest_coins";
const what = "look at it";
const daily = "Next: docs/daily.md  how to run it daily";

it.each<[PipelineName, string[], string[]]>([
  [
    "market-snapshot",
    ["--source=sample", "--output=./out"],
    [
      `${query}  ${what}`,
      "Next: crypto-pipelines --source=public --coins=top:250  250 real coins, in minutes",
    ],
  ],
  ["market-snapshot", ["--source=public"], [`${query}  ${what}`, daily]],
  ["market-snapshot", ["--source=public", "--output=x"], [`${query} --output=x  ${what}`, daily]],
  [
    "market-snapshot",
    ["--source=public", "--warehouse=bigquery:my-project.crypto"],
    [`${query} --warehouse=bigquery:my-project.crypto  ${what}`, daily],
  ],
  ["market-snapshot", ["--source=public", "--warehouse=none"], [daily]],
  ["date-dim", [], []],
])("%s %j", (pipeline, options, lines) => {
  const text = nextSteps([runsOf(pipeline, ...options)], layoutOf(200));
  expect(text.split("\n").slice(0, -1)).toEqual(lines);
});

it("names the page by a path that can be opened, wherever the program was started", () => {
  const cwd = jest.spyOn(process, "cwd").mockReturnValue("/elsewhere");
  const text = nextSteps(
    [runsOf("market-snapshot", "--source=public", "--warehouse=none")],
    layoutOf(200),
  );
  cwd.mockRestore();
  expect(text).toBe(`Next: ${join(checkout, "docs/daily.md")}  how to run it daily\n`);
});

it("names a view and a page that exist", () => {
  for (const path of ["sql/queries/largest_coins.sql", "docs/daily.md"]) {
    expect({ path, exists: existsSync(join(checkout, path)) }).toEqual({ path, exists: true });
  }
});
