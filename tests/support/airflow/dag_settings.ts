import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { checkout } from "../checkout";

/** What the DAG's own Python code returns for each case; dag_settings.py describes them. */
export function readSettings<Answer>(cases: readonly object[]): Answer[] {
  const script = join(checkout, "tests/support/airflow/dag_settings.py");
  const printed = execFileSync("python3", [script], {
    input: JSON.stringify(cases),
    encoding: "utf8",
    env: { ...process.env, PYTHONPATH: join(checkout, "dags"), PYTHONDONTWRITEBYTECODE: "1" },
  });
  return JSON.parse(printed) as Answer[];
}
