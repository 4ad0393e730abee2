/**
 * Writes a CSV of synthetic market rows through an object store and loads it into BigQuery, as the last
 * step of a run does; then prints, as JSON, what the process used. The environment names both
 * services.
 *
 *     node dist/bench/write_and_load.js STORE ROWS
 */
import { csvHeader } from "../schemas/csv_header";
import {
  cryptoMarketSnapshotFact,
  type MarketSnapshotRow,
} from "../schemas/crypto_market_snapshot_fact";
import { BigQueryWarehouse } from "../pipelines/warehouses/bigquery/warehouse";
import { csvRecord } from "../pipelines/storage/csv/csv_record";
import { openObjectStore } from "../pipelines/storage/open_object_store";
import { newRunId } from "../pipelines/core/run_id";

const date = "2026-01-02";
const moment = `${date}T03:04:05.678Z`;

function row(n: number): MarketSnapshotRow {
  const price = (n + 1) * 1.000123456789;
  return {
    ...{ snapshot_date: date, asset_id: `made-up-coin-${n}`, vs_currency: "usd" },
    ...{ symbol: `m${n}`, name: `Made-up, coin ${n}`, current_price: price },
    ...{ market_cap: price * 1e6, market_cap_rank: n + 1, fully_diluted_valuation: price * 2e6 },
    ...{ total_volume: price * 1e4, high_24h: price * 1.1, low_24h: price * 0.9 },
    ...{ price_change_24h: price / 100, price_change_percentage_24h: 1.00123 },
    ...{ market_cap_change_24h: price * 1e4, market_cap_change_percentage_24h: 1.00123 },
    ...{ circulating_supply: 1e6, total_supply: 2e6, max_supply: null },
    ...{ ath: price * 3, ath_change_percentage: -66.6, ath_date: moment },
    ...{ atl: price / 3, atl_change_percentage: 200.1, atl_date: moment },
    ...{ volatility: price / 50, last_updated: moment, ingested_at: moment },
    ...{ price_change_percentage_1h: 0.100123, price_change_percentage_7d: -7.100123 },
    ...{ price_change_percentage_14d: 14.100123, price_change_percentage_30d: -30.100123 },
    ...{ price_change_percentage_200d: 200.100123, price_change_percentage_1y: null },
    ...{ market_cap_rank_with_rehypothecated: n + 2 },
  };
}

function* csv(rows: number): Generator<string> {
  yield csvHeader(cryptoMarketSnapshotFact);
  for (let n = 0; n < rows; n++) yield csvRecord(cryptoMarketSnapshotFact, row(n));
}

async function main(output: string, rows: number): Promise<void> {
  const store = await openObjectStore(output, newRunId());
  const metadata = { rows: String(rows) };
  const path = "market.csv";
  const { bytes, sha256 } = await store.write(path, csv(rows), { metadata });
  const warehouse = new BigQueryWarehouse("demo-project", "bench", { near: store });
  const file = { store, path, rows, sha256 };
  const loaded = await warehouse.load(cryptoMarketSnapshotFact, file, { date });
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const usage = {
    ...{ loaded, bytes, seconds: process.uptime() },
    ...{ cpuSeconds: (userCPUTime + systemCPUTime) / 1e6, peakMegabytes: maxRSS / 1024 },
  };
  process.stdout.write(`${JSON.stringify(usage)}\n`);
}

void main(process.argv[2] ?? "", Number(process.argv[3]));
