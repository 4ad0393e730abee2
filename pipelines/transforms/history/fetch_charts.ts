import type { KV } from "apache-beam/values";
import type { MarketHistoryRow } from "../../../schemas/crypto_market_history_fact";
import { AsyncDoFn } from "../../beam/async_do_fn";
import { registerDoFns } from "../../beam/register";
import type { Answer } from "../../coingecko/answer";
import type { Api } from "../../coingecko/api";
import { type ChartSpan, marketChartRequest } from "../../coingecko/history_requests";
import { concurrently } from "../../core/concurrently";
import { countText } from "../../core/text/count_text";
import { progress } from "../../core/progress";
import { type AuditRecord, count } from "../../run/audit_record";
import { type DayRuns, dayRun, lastDate } from "../../run/day_runs";
import { historyOf } from "../../run/history_range";
import type { Run } from "../../run/run";
import { withApi } from "../open_api";
import { shardsAtOnce } from "../shards_at_once";
import type { Reject } from "../parse/reject";
import { type ChartDay, chartDays, type RejectedPoint } from "./chart_days";
import type { ChartsPlan } from "./plan_charts";

export type FetchChartsOutput =
  | { readonly rows: MarketHistoryRow }
  | { readonly rejects: Reject }
  | { readonly audit: AuditRecord };

/** Concurrent calls of a shard; a chart of a year has 50 kB. */
const callsAtOnce = 6;

/** How many coins without any price a warning names. */
const coinsNamed = 20;

/** A coin's chart of some days; null where CoinGecko does not know the coin. */
interface Chart {
  readonly id: string;
  readonly answer: Answer;
  readonly days: readonly ChartDay[] | null;
}

/**
 * Fetches the charts of the coins of a shard: a row a coin and day. A coin that CoinGecko does not know
 * is a reject, as is a day whose values are of another type than documented.
 */
export class FetchCharts extends AsyncDoFn<KV<number, Iterable<ChartsPlan>>, FetchChartsOutput> {
  override readonly concurrency: number; // One element is one shard.
  /** That of the last day, whose archive has the answers. */
  private readonly run: Run;

  constructor(runs: DayRuns) {
    super();
    this.run = dayRun(runs, lastDate(runs));
    this.concurrency = shardsAtOnce(runs);
  }

  async *processAsync(
    { value: plans }: KV<number, Iterable<ChartsPlan>>,
    _: undefined,
    signal: AbortSignal,
  ): AsyncGenerator<FetchChartsOutput> {
    for (const plan of plans) {
      yield* withApi(this.run, signal, plan, (api) => this.fetchShard(api, plan));
    }
  }

  private async *fetchShard(api: Api, { ids }: ChartsPlan): AsyncGenerator<FetchChartsOutput> {
    const { spans } = historyOf(this.run);
    const charts = ids.flatMap((id) => spans.map((span) => ({ id, span })));
    progress.emit("stage", { stage: "charts", planned: charts.length });
    const rowsOfDay = new Map<string, number>();
    const withoutRows = new Set(ids);
    try {
      for await (const chart of concurrently(charts, callsAtOnce, (one) => this.fetch(api, one))) {
        progress.emit("stage", { stage: "charts", done: 1 });
        if (chart.days === null) {
          // Once for each coin, in whichever of the spans.
          if (withoutRows.delete(chart.id)) yield* this.unknown(chart);
          continue;
        }
        for (const day of chart.days) {
          if ("rejected" in day) yield* this.rejected(chart, day.rejected);
          else {
            const { row, repeated } = day;
            withoutRows.delete(row.asset_id);
            rowsOfDay.set(row.snapshot_date, (rowsOfDay.get(row.snapshot_date) ?? 0) + 1);
            yield { rows: row };
            if (repeated > 0) yield* repeatsOf(row.snapshot_date, repeated);
          }
        }
      }
      if (withoutRows.size > 0) yield { audit: this.noPrices([...withoutRows].sort()) };
    } finally {
      // Also of a shard that fails: what it has yielded goes on.
      for (const [date, n] of rowsOfDay) yield { audit: { date, kind: "controlTotal", n } };
    }
  }

  private async fetch(api: Api, { id, span }: { id: string; span: ChartSpan }): Promise<Chart> {
    const answer = await api.ask(marketChartRequest(this.run, id, span));
    if (answer.body === null) return { id, answer, days: null };
    const { vsCurrency } = this.run;
    const { first, last } = span;
    const of = { assetId: id, vsCurrency, first, last, fetchedAt: answer.fetchedAt };
    return { id, answer, days: [...chartDays(answer.body, answer.content.toString("utf8"), of)] };
  }

  /** Of no day in particular: the last one reports it. */
  private *unknown(chart: Chart): Generator<FetchChartsOutput> {
    const { id, answer } = chart;
    const reason = `CoinGecko does not know the coin ${id}`;
    const raw = answer.content.toString("utf8").trim();
    yield* this.rejected(chart, { day: null, field: null, reason, raw });
    yield { audit: { date: this.run.snapshotDate, kind: "unknownCoins", n: 1 } };
  }

  private *rejected(
    { id, answer }: Chart,
    { day, field, reason, raw }: RejectedPoint,
  ): Generator<FetchChartsOutput> {
    const date = day ?? this.run.snapshotDate;
    yield { rejects: { date, url: answer.url, index: 0, asset_id: id, reason, field, raw } };
    yield { audit: count(date, "fetched", 1) };
    yield { audit: count(date, "rejects", 1) };
  }

  private noPrices(ids: readonly string[]): AuditRecord {
    const { first, last } = historyOf(this.run);
    const named = ids.slice(0, coinsNamed).join(", ");
    const more = ids.length > coinsNamed ? ` and ${countText(ids.length - coinsNamed)} more` : "";
    const are = ids.length === 1 ? "1 coin has" : `${countText(ids.length)} coins have`;
    const message = `${are} no price from ${first} to ${last}: ${named}${more}.`;
    return { date: this.run.snapshotDate, kind: "warning", message };
  }
}

function* repeatsOf(date: string, n: number): Generator<FetchChartsOutput> {
  yield { audit: count(date, "fetched", n) };
  yield { audit: count(date, "duplicates", n) };
}

registerDoFns("transforms/history/fetch_charts", { FetchCharts });
