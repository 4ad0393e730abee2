import { join } from "node:path";
import { readQuestions } from "../../pipelines/query/questions";
import { askQuery } from "../support/ask_query";
import { csvMarket, type CsvMarket } from "../support/reckoned_answers/csv_market";
import { reckonedAnswers } from "../support/reckoned_answers/reckoned_answers";
import { runInProcess } from "../support/run_in_process";
import { temporaryFolder } from "../support/temporary_folder";

const folder = temporaryFolder();
const output = () => join(folder(), "out");
/** A month without a snapshot and a gap within one are among them. */
const days = [
  ...["2025-12-28", "2025-12-29", "2025-12-30", "2025-12-31", "2026-01-01", "2026-01-02"],
  ...["2026-01-03", "2026-01-04", "2026-01-05", "2026-01-06", "2026-01-07", "2026-01-08"],
  ...["2026-01-10", "2026-03-02"],
];

describe("the questions, over some days of the sample market,", () => {
  let market: CsvMarket;
  beforeAll(async () => {
    const options = ["--source=sample:200", `--output=${output()}`, "--dashboard=false"];
    for (const day of days) {
      await runInProcess("market-snapshot", ...options, `--snapshotDate=${day}`);
    }
    await runInProcess("date-dim", "asset-dim", ...options, "--snapshotDate=2026-03-02");
    market = csvMarket(output());
  }, 300_000);

  it("have all an answer reckoned without SQL", () => {
    expect(Object.keys(reckonedAnswers).sort()).toEqual(readQuestions().map(({ name }) => name));
  });

  it.each(readQuestions())(
    "$name has an answer with the columns that it describes",
    async ({ name, columns }) => {
      const { code, stdout, stderr } = await askQuery(name, "--csv", `--output=${output()}`);
      const [header, ...rows] = stdout.trimEnd().split("\n");
      expect({ code, stderr, header }).toEqual({
        code: 0,
        stderr: "",
        header: columns.map((column) => column.name).join(","),
      });
      expect(rows.length).toBeGreaterThan(0);
    },
  );

  it.each(Object.entries(reckonedAnswers))(
    "%s is as reckoned from the CSV files",
    async (name, reckon) => {
      const { stdout } = await askQuery(name, "--json", `--output=${output()}`);
      const answer = stdout
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line) as Record<string, unknown>);
      const expected = reckon(market);
      expect(answer.map((row, at) => pick(row, Object.keys(expected[at] ?? {})))).toEqual(
        expected.map((row) => pick(row, Object.keys(row))),
      );
    },
  );
});

/** A sum of doubles depends on their order in its last digits. */
function pick(row: Readonly<Record<string, unknown>>, names: readonly string[]) {
  return Object.fromEntries(
    names.map((name) => {
      const value = row[name];
      return [name, typeof value === "number" ? Number(value.toPrecision(9)) : value];
    }),
  );
}
