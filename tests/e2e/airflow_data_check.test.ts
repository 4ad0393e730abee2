import { execFile, execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { json } from "node:stream/consumers";
import { airflowBin } from "../support/airflow";
import { pythonMissing } from "../support/python_tool";
import { suiteNeeding } from "../support/suite_needing";

const root = join(__dirname, "../../..");
const version = "3.3.2";
const suite = suiteNeeding(pythonMissing());

suite(`a check of the data in Airflow ${version}`, () => {
  const asked: string[] = [];
  let holds: boolean;
  let home: string;
  let bigQuery: Server;

  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), "airflow-"));
    // The answer of jobs.query, the one call that a check makes of BigQuery's REST API.
    bigQuery = createServer((request, response) => {
      void json(request).then((body) => {
        asked.push((body as { query: string }).query);
        response.setHeader("content-type", "application/json");
        response.end(
          JSON.stringify({
            kind: "bigquery#queryResponse",
            jobComplete: true,
            jobReference: { projectId: "demo-project", jobId: "query", location: "EU" },
            schema: { fields: [{ name: "claim", type: "BOOLEAN" }] },
            totalRows: "1",
            rows: [{ f: [{ v: String(holds) }] }],
          }),
        );
      });
    });
    await new Promise<void>((resolve) => bigQuery.listen(0, "127.0.0.1", resolve));
    const settings = {
      project: "demo-project",
      region: "europe-west1",
      templates: "gs://demo-bucket/templates",
      output: "gs://demo-bucket/crypto",
      warehouse: "bigquery:demo-project.crypto",
    };
    writeFileSync(join(home, "settings.json"), JSON.stringify(settings));
    execFileSync(join(airflowBin(version), "airflow"), ["db", "migrate"], {
      env: environment(),
      stdio: "ignore",
    });
  }, 900_000);

  afterAll(() => {
    bigQuery.close();
    rmSync(home, { recursive: true });
  });

  it("asks BigQuery for its date and dataset, and passes when the claim holds", async () => {
    holds = true;
    expect(await logOf("snapshot_is_not_empty")).not.toContain("does not hold");
    expect(asked.at(-1)).toContain("FROM `demo-project.crypto.crypto_market_snapshot_fact`");
    expect(asked.at(-1)).toContain("WHERE snapshot_date = DATE '2026-01-06'");
  }, 120_000);

  it("fails in one line when it does not", async () => {
    holds = false;
    expect(await logOf("snapshot_is_not_empty")).toContain(
      "The check snapshot_is_not_empty does not hold for 2026-01-06 in demo-project.crypto: it answered False.",
    );
  }, 120_000);

  /** What a run of one task logs; Airflow 3.3 ends with 0 even when the task fails. */
  function logOf(claim: string): Promise<string> {
    const args = ["tasks", "test", "crypto_etl_dag", claim, "2026-01-06"];
    const limits = {
      maxBuffer: 64 * 1024 * 1024,
      timeout: 100_000,
      killSignal: "SIGKILL" as const,
    };
    return new Promise((resolve) => {
      execFile(
        join(airflowBin(version), "airflow"),
        args,
        { env: environment(), ...limits },
        (_, stdout, stderr) => {
          resolve(stdout + stderr);
        },
      );
    });
  }

  function environment(): Record<string, string> {
    const connection = { conn_type: "google_cloud_platform", extra: { is_anonymous: true } };
    return {
      PATH: process.env.PATH ?? "",
      AIRFLOW_HOME: home,
      AIRFLOW__CORE__LOAD_EXAMPLES: "False",
      AIRFLOW__CORE__DAGS_FOLDER: join(root, "dags"),
      AIRFLOW_CONN_GOOGLE_CLOUD_DEFAULT: JSON.stringify(connection),
      BIGQUERY_EMULATOR_HOST: `http://127.0.0.1:${(bigQuery.address() as AddressInfo).port}`,
      CRYPTO_ETL_SETTINGS: join(home, "settings.json"),
      PYTHONPYCACHEPREFIX: join(airflowBin(version), "../../pycache"),
    };
  }
});
