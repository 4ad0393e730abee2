import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readChecks } from "../../pipelines/check/check_file";
import { checkResult } from "../../pipelines/check/check_result";
import { temporaryFolder } from "../support/temporary_folder";

const folder = temporaryFolder();

describe("a file of sql/checks", () => {
  it("says what it expects and what a finding means, on one line or more", () => {
    write(
      "claim",
      "-- A claim.\n-- severity: warn\n-- expected: >= 0.5\n-- message: One\n--   {observed}.\nSELECT 1",
    );
    const [check] = readChecks(folder());
    expect(check).toMatchObject({ name: "claim", severity: "warn", expected: ">= 0.5" });
    expect(check?.sql("bigquery", "p.d", "2026-01-02")).toBe(
      "SELECT observed, COALESCE(observed >= 0.5, TRUE) AS passed FROM (\n" +
        "-- A claim.\n-- severity: warn\n-- expected: >= 0.5\n-- message: One\n--   {observed}.\nSELECT 1) AS measured",
    );
    const result = (observed: number | null, passed: boolean) =>
      check && checkResult(check, "2026-01-02", { observed, passed }, "now").message;
    expect([result(98.7654, false), result(12, false), result(1, true)]).toEqual([
      "One 98.8.",
      "One 12.",
      null,
    ]);
  });

  it.each([
    ["severity", "-- severity: error\n-- expected: = 1\n-- message: M.\n"],
    ["expected", "-- severity: fail\n-- expected: some\n-- message: M.\n"],
    ["message", "-- severity: fail\n-- expected: = 1\n"],
  ])("without its %s is refused", (line, head) => {
    write("claim", `${head}SELECT 1`);
    expect(() => readChecks(folder())).toThrow(
      `sql/checks/claim.sql has no line "-- ${line}: ..."`,
    );
  });
});

function write(name: string, sql: string): void {
  mkdirSync(join(folder(), "checks"), { recursive: true });
  writeFileSync(join(folder(), "checks", `${name}.sql`), sql);
}
