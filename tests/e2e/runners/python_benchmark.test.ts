import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { onDirectRunner, pythonOnJobServer } from "../../../bench/contestants";
import { date, MarketServer } from "../../../bench/market_server";
import type { Program } from "../../../bench/measure_tree";
import { goMissing } from "../../../emulators/tools/go_tool";
import { startPrism } from "../../../emulators/tools/prism";
import { pythonMissing } from "../../../emulators/tools/python_tool";
import { describeUnless } from "../../support/describe_unless";

type Row = Readonly<Record<string, string>>;

/** Columns that both fill, of numbers. */
const numbers = ["current_price", "market_cap", "volatility", "ath", "atl", "total_supply"];

function run({ command, args }: Program): void {
  const { status, stderr } = spawnSync(command, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${command} ended with ${String(status)}: ${stderr}`);
}

function rowsOf(file: string): Map<string, Row> {
  const rows = parse<Row>(readFileSync(file), { columns: true });
  return new Map(rows.map((row) => [row.asset_id ?? "", row]));
}

describeUnless(goMissing(), pythonMissing())("the benchmark's Python pipeline", () => {
  it("produces the same rows as ours", async () => {
    const folder = mkdtempSync(join(tmpdir(), "python-"));
    const market = await MarketServer.start({ coins: 600, rounds: 1 });
    const prism = await startPrism();
    try {
      run(onDirectRunner(market, join(folder, "ours"), ["--warehouse=none"]));
      run(pythonOnJobServer(market, join(folder, "python"), prism.endpoint));
      const ours = rowsOf(join(folder, "ours", "daily_snapshots", `crypto_${date}.csv`));
      const [file = ""] = readdirSync(join(folder, "python")).filter((name) => name !== "raw");
      const theirs = rowsOf(join(folder, "python", file));
      expect(theirs.size).toBeGreaterThan(550);
      let compared = 0;
      for (const [id, row] of theirs) {
        for (const column of numbers) {
          const [a, b] = [Number(row[column]), Number(ours.get(id)?.[column])];
          // Of a price that never moves, numpy's deviation is not quite 0.
          const noise = Number(row.current_price) * 1e-12;
          expect(Math.abs(a - b)).toBeLessThanOrEqual(Math.abs(b) * 1e-9 + noise);
          compared++;
        }
      }
      expect(compared).toBe(theirs.size * numbers.length);
    } finally {
      await prism.server.close();
      market.stop();
      rmSync(folder, { recursive: true });
    }
  });
});
