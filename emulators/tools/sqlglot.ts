import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { pythonMissing, pythonToolBin } from "./python_tool";

const version = "30.30.0";
const tool = { name: "sqlglot", version, packages: [`sqlglot==${version}`] };
const checkout = join(__dirname, "../../..");

/** Why it can't run on this machine; null when it can. */
export function sqlglotMissing(): string | null {
  return pythonMissing();
}

/** Writes DuckDB's dialect of the checkout's sql/ into a folder. */
export function transpileSql(target: string): void {
  const script = join(checkout, "scripts", "transpile_sql.py");
  const python = join(pythonToolBin(tool), "python");
  execFileSync(python, [script, join(checkout, "sql"), target], { stdio: "pipe" });
}
