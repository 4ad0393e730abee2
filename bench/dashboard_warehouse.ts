import { DuckDBInstance } from "@duckdb/node-api";
import { runPipelines } from "../pipelines/run_pipelines";
import { parseCommandLine } from "../pipelines/cli/command_line";

/** The columns of an earlier day that are not those of the newest. */
const walked = ["current_price", "high_24h", "low_24h", "volatility"];

/**
 * A warehouse with the sample market of one day, and so many days before it in which prices walk at
 * random: a tenth of the coins came in the meantime.
 */
export async function makeDashboardWarehouse(
  output: string,
  { coins, days }: { readonly coins: number; readonly days: number },
): Promise<string> {
  const options = [`--source=sample:${coins}`, `--output=${output}`, "--snapshotDate=2026-01-01"];
  await runPipelines(parseCommandLine(["market-snapshot", "asset-dim", ...options]), {
    onStart: () => undefined,
    onEnd: () => undefined,
  });
  const file = `${output}/warehouse.duckdb`;
  const instance = await DuckDBInstance.create(file, { threads: "2" });
  const connection = await instance.connect();
  await connection.run(`
    CREATE TEMP TABLE walk AS
    SELECT asset_id, day, exp(sum(step) OVER (PARTITION BY asset_id ORDER BY day)) AS factor,
           exp(2 * step) AS volume_factor
    FROM (
      SELECT asset_id, day, ((hash(asset_id, day) % 2001)::DOUBLE / 1000 - 1) * 0.08 AS step,
             hash(asset_id) % 3650 AS birth
      FROM crypto_market_snapshot_fact, range(1, ${days}) AS days(day)
    )
    WHERE day < birth OR birth > 364`);
  await connection.run(`
    INSERT INTO crypto_market_snapshot_fact BY NAME
    SELECT * EXCLUDE (place), CASE WHEN market_cap IS NULL THEN NULL ELSE place END AS market_cap_rank
    FROM (
      SELECT *, row_number() OVER (PARTITION BY snapshot_date ORDER BY market_cap DESC NULLS LAST) AS place
      FROM (
        SELECT fact.* EXCLUDE (market_cap_rank) REPLACE (
            ${walked.map((column) => `${column} * factor AS ${column}`).join(", ")},
            snapshot_date - day::INTEGER AS snapshot_date,
            market_cap * factor AS market_cap,
            total_volume * volume_factor AS total_volume
          )
        FROM crypto_market_snapshot_fact AS fact JOIN walk USING (asset_id)
      )
    )`);
  connection.closeSync();
  instance.closeSync();
  return file;
}
