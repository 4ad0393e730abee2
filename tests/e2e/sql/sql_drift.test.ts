import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { sqlglotMissing, transpileSql } from "../../../emulators/tools/sqlglot";
import { checkout } from "../../support/checkout";
import { describeUnless } from "../../support/describe_unless";
import { temporaryFolder } from "../../support/temporary_folder";

const suite = describeUnless(sqlglotMissing());

suite("sql/generated", () => {
  const folder = temporaryFolder();

  it("is what npm run transpile writes", () => {
    transpileSql(folder());
    expect(contents(join(checkout, "sql/generated/duckdb"))).toEqual(contents(folder()));
  });
});

function contents(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".sql"),
  );
  return Object.fromEntries(
    files.sort().map((name) => [name, readFileSync(join(folder, name), "utf8")]),
  );
}
