import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ChildServer, freePort } from "./child_server";
import { pythonMissing, pythonToolBin } from "./python_tool";

const duckDb = "1.5.5";
const tool = {
  name: "local-bigquery",
  version: "0.3.2",
  packages: [
    "local-bigquery==0.3.2",
    `duckdb==${duckDb}`,
    `duckdb-extensions==${duckDb}`,
    ...["ducklake", "httpfs", "spatial"].map((name) => `duckdb-extension-${name}==${duckDb}`),
  ],
  pythons: ["3.13"],
};
const launcher = join(__dirname, "../../../emulators/tools/serve_local_bigquery.py");

/** Why it can't run on this machine; null when it can. */
export function localBigQueryMissing(): string | null {
  return pythonMissing(tool.pythons);
}

/**
 * PyPI's local-bigquery, a third party's BigQuery.
 * @param storage the URL of the Cloud Storage server that it loads from
 */
export async function startLocalBigQuery(project: string, storage: string) {
  const port = await freePort();
  const directory = mkdtempSync(join(tmpdir(), "local-bigquery-"));
  const args = [
    ...[launcher, "serve", "--host", "127.0.0.1", "--port", String(port), "--grpc-port", "0"],
    ...["--project", project, "--data-dir", directory],
  ];
  const env = { STORAGE_EMULATOR_HOST: storage };
  const python = join(pythonToolBin(tool), "python");
  const server = await ChildServer.start(python, args, port, env, 60_000);
  const stop = async () => {
    await server.close();
    rmSync(directory, { recursive: true });
  };
  return { url: `http://127.0.0.1:${port}`, stop };
}
