import type { KV } from "apache-beam/values";
import {
  cryptoMarketHistoryFact,
  type MarketHistoryRow,
} from "../../../schemas/crypto_market_history_fact";
import { AsyncDoFn } from "../../beam/async_do_fn";
import { registerDoFns } from "../../beam/register";
import { type AuditRecord, count } from "../../run/audit_record";
import { type DayRuns, dayRun } from "../../run/day_runs";
import { orDayFails } from "../day_failure";
import { previousRows } from "../previous_rows";

export type MergeDayOutput = { readonly rows: MarketHistoryRow } | { readonly audit: AuditRecord };

/**
 * The rows of a day: those of this run, and of the day's CSV as it is those of other coins. Of a coin
 * that both have, the answer that was fetched last counts.
 */
export class MergeDay extends AsyncDoFn<KV<string, Iterable<MarketHistoryRow>>, MergeDayOutput> {
  constructor(private readonly runs: DayRuns) {
    super();
  }

  async *processAsync({
    key: date,
    value,
  }: KV<string, Iterable<MarketHistoryRow>>): AsyncGenerator<MergeDayOutput> {
    yield* orDayFails(date, this.merge(date, value));
  }

  private async *merge(
    date: string,
    value: Iterable<MarketHistoryRow>,
  ): AsyncGenerator<MergeDayOutput> {
    const rows = new Map<string, MarketHistoryRow>();
    let received = 0;
    let kept = 0;
    for (const row of value) {
      received++;
      rows.set(row.asset_id, row);
    }
    const run = dayRun(this.runs, date);
    for await (const row of previousRows(run, cryptoMarketHistoryFact)) {
      // Those in another currency are what a forced run replaces.
      if (row.vs_currency !== run.vsCurrency) continue;
      const own = rows.get(row.asset_id);
      if (own && own.ingested_at >= row.ingested_at) continue;
      rows.set(row.asset_id, row);
      kept++;
    }
    for (const row of rows.values()) yield { rows: row };
    yield { audit: { date, kind: "controlTotal", n: -received } };
    yield { audit: count(date, "fetched", received + kept) };
    yield { audit: count(date, "duplicates", received + kept - rows.size) };
  }
}

registerDoFns("transforms/history/merge_day", { MergeDay });
