/**
 * The cloud's sinks alone: the cost of writing a CSV and loading it as it grows tenfold, once through
 * Cloud Storage (fake-gcs-server, on disk) and once uploaded from this machine. Each is a process of
 * its own, without the servers.
 *
 *     npm run bench:cloud [-- ROWS ...]
 */
import { execFile, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { makeBucket, startFakeGcsServer } from "../emulators/tools/fake_gcs_server";

interface Usage {
  readonly loaded: number;
  readonly bytes: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly peakMegabytes: number;
}

const bucket = "bench-bucket";

async function main(sizes: readonly number[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "bench-cloud-"));
  const storage = await startFakeGcsServer(join(folder, "storage"));
  process.env.STORAGE_EMULATOR_HOST = storage.url;
  const bigquery = fork(join(__dirname, "counting_bigquery.js"));
  try {
    const [url] = (await once(bigquery, "message")) as [string];
    process.env.BIGQUERY_EMULATOR_HOST = url;
    await makeBucket(storage.url, bucket);
    for (const output of [`gs://${bucket}/crypto`, join(folder, "out")]) {
      let smallest: Usage | undefined;
      for (const rows of sizes) {
        const usage = await run(output, rows);
        smallest ??= usage;
        print(output.startsWith("gs://") ? "Cloud Storage" : "upload", rows, usage, smallest);
      }
    }
  } finally {
    bigquery.disconnect();
    await storage.server.close();
    rmSync(folder, { recursive: true });
  }
}

async function run(output: string, rows: number): Promise<Usage> {
  const program = join(__dirname, "write_and_load.js");
  const { stdout } = await promisify(execFile)(process.execPath, [program, output, String(rows)]);
  const usage = JSON.parse(stdout) as Usage;
  if (usage.loaded !== rows) throw new Error(`${usage.loaded} rows were loaded, not ${rows}.`);
  return usage;
}

function print(way: string, rows: number, usage: Usage, smallest: Usage): void {
  const { bytes, seconds, cpuSeconds, peakMegabytes } = usage;
  const cells = [
    way.padEnd(14),
    `${rows} rows`.padStart(14),
    `${(bytes / 1e6).toFixed(0)} MB`.padStart(8),
    `${seconds.toFixed(1)} s`.padStart(8),
    `${cpuSeconds.toFixed(1)} s of CPU`.padStart(16),
    `peak ${peakMegabytes.toFixed(0)} MB`.padStart(12),
    `${(peakMegabytes / smallest.peakMegabytes).toFixed(2)} times`.padStart(11),
  ];
  process.stdout.write(`${cells.join("  ")}\n`);
}

const sizes = process.argv.slice(2).map(Number);
void main(sizes.length > 0 ? sizes : [175_000, 1_750_000]);
