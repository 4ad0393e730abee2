import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { pythonMissing, pythonToolBin } from "./python_tool";

const version = "0.1.5";
/** GoogleSQL's analyzer, compiled to WebAssembly; with features that BigQuery does not have yet. */
const tool = { name: "zetasql", version, packages: [`zetasql==${version}`] };
const script = join(__dirname, "../../../emulators/tools/analyze_googlesql.py");

/** Columns by name, with their types. */
export type Columns = Readonly<Record<string, string>>;

/** Why it can't run on this machine; null when it can. */
export function googleSqlMissing(): string | null {
  return pythonMissing();
}

/**
 * Analyzes statements as BigQuery does before it runs one.
 * @param tables those that the statements may name, without a dataset
 * @returns the columns of each statement's answer, or a text: what is wrong with it
 */
export function analyzeSql(
  tables: Readonly<Record<string, Columns>>,
  statements: Readonly<Record<string, string>>,
): Record<string, Columns | string> {
  const python = join(pythonToolBin(tool), "python");
  const input = JSON.stringify({ tables, statements });
  const output = execFileSync(python, [script], { input, encoding: "utf8" });
  return JSON.parse(output) as Record<string, Columns | string>;
}
