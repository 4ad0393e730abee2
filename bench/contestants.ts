import { join } from "node:path";
import { cryptoMarketSnapshotFact } from "../schemas/crypto_market_snapshot_fact";
import { beamInPython } from "../emulators/tools/python_job_server";
import { pythonToolBin } from "../emulators/tools/python_tool";
import { date, type MarketServer } from "./market_server";
import type { Program } from "./measure_tree";

const main = join(__dirname, "..", "pipelines", "main.js");

/** Where the source of this file lies: Python is not compiled. */
const sources = join(__dirname, "..", "..", "bench");

/** Our market-snapshot in one process. */
export function onDirectRunner(
  market: MarketServer,
  output: string,
  options: readonly string[] = [],
): Program {
  const snapshot = [`--source=${market.url}`, `--snapshot-date=${date}`, `--output=${output}`];
  return { command: process.execPath, args: [main, "market-snapshot", ...snapshot, ...options] };
}

/** Our market-snapshot on a Beam job server, which starts our worker as a process. */
export function onJobServer(
  market: MarketServer,
  output: string,
  endpoint: string,
  options: readonly string[] = [],
): Program {
  const runner = ["--runner=jobServer", `--job-endpoint=${endpoint}`];
  return onDirectRunner(market, output, [...runner, ...options]);
}

/** python_range.py on a Beam job server, over the archive of several days. */
export function pythonOverDays(archive: string, output: string, endpoint: string): Program {
  return onPython("python_range.py", endpoint, [`--archive=${archive}`, `--output=${output}`]);
}

/** python_market.py on a Beam job server; its worker is in the process that submits the job. */
export function pythonOnJobServer(market: MarketServer, output: string, endpoint: string): Program {
  return onPython("python_market.py", endpoint, [
    `--url=${market.pageUrl(0).replace(/\bpage=0\b/, "page={page}")}`,
    `--pages=${market.pages}`,
    `--output=${output}`,
  ]);
}

function onPython(program: string, endpoint: string, args: readonly string[]): Program {
  const columns = cryptoMarketSnapshotFact.columns.map(({ name }) => name).join(",");
  const runner = ["--runner=PortableRunner", `--job_endpoint=${endpoint}`];
  // A request waits 300 s by default, and one of them is open until the job ends.
  const timeout = "--job_server_timeout=7200";
  return {
    command: join(pythonToolBin(beamInPython), "python"),
    args: [
      ...[join(sources, program), ...args, `--columns=${columns}`],
      ...[...runner, timeout, "--environment_type=LOOPBACK"],
    ],
  };
}
