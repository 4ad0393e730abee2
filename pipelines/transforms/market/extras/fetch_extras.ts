import type { KV } from "apache-beam/values";
import { AsyncDoFn } from "../../../beam/async_do_fn";
import { registerDoFns } from "../../../beam/register";
import type { Answer } from "../../../coingecko/answer";
import type { Api } from "../../../coingecko/api";
import { callsLeft } from "../../../coingecko/budget";
import { extraRequest } from "../../../coingecko/requests";
import type { ExtraName } from "../../../coingecko/settings";
import { concurrently } from "../../../core/concurrently";
import { type AuditRecord, count } from "../../../run/audit_record";
import { type DayRuns, dayRun } from "../../../run/day_runs";
import type { Run } from "../../../run/run";
import { extraTables } from "../../../run/tables";
import { withApi } from "../../open_api";
import { optionalAnswer } from "../../optional_answer";
import { toPage } from "../../parse/page";
import { readElements, type Reject } from "../../parse/reject";
import { type SortedLine, toSortedLine } from "../../stage/sorted_line";
import { type MarketIndex, spentIn } from "../market_index";
import { extraSpecs } from "./extra_specs";
import { checkBody } from "./check_body";

export type FetchExtrasOutput =
  { readonly rows: SortedLine } | { readonly rejects: Reject } | { readonly audit: AuditRecord };

/**
 * Fetches the extras, one call each, and reads the rows of their tables. What the API fails to give
 * is skipped: the table stays as it was. Behind the market, so that its calls come first in the budget.
 */
export class FetchExtras extends AsyncDoFn<KV<string, Iterable<MarketIndex>>, FetchExtrasOutput> {
  constructor(private readonly runs: DayRuns) {
    super();
  }

  async *processAsync(
    { key: date, value }: KV<string, Iterable<MarketIndex>>,
    _: undefined,
    signal: AbortSignal,
  ): AsyncGenerator<FetchExtrasOutput> {
    const run = dayRun(this.runs, date);
    const { extras, api } = run;
    const spent = spentIn(value);
    if (extras.length === 0 || spent === "failed") return;
    const budget = callsLeft(api.maxRequests, spent);
    yield* withApi(run, signal, { budget }, (api) => this.fetchAll(run, api));
  }

  private async *fetchAll(run: Run, api: Api): AsyncGenerator<FetchExtrasOutput> {
    const { extras, snapshotDate: date } = run;
    const fetched = concurrently(extras, extras.length, async (name) => {
      return { name, answer: await ask(api, name) };
    });
    for await (const { name, answer } of fetched) {
      if ("reason" in answer) {
        const table = extraTables[name].name;
        yield { audit: { date, kind: "skipped", table, reason: answer.reason } };
      } else yield* this.read(run, name, answer);
    }
  }

  /** The elements of an answer as rows and rejects. */
  private *read(run: Run, name: ExtraName, answer: Answer): Generator<FetchExtrasOutput> {
    const { date } = answer;
    const { listText, toRow } = extraSpecs[name];
    const table = extraTables[name];
    const text = listText(answer.content.toString("utf8"));
    const content = Buffer.from(text);
    const page = toPage({ ...answer, content, body: JSON.parse(text) });
    let rejects = 0;
    for (const result of readElements(page, (element) => toRow(element, run, page.fetchedAt))) {
      if ("row" in result) yield { rows: toSortedLine(date, table, result.row) };
      else {
        rejects++;
        // What is named in it is no coin.
        yield { rejects: { ...result.reject, asset_id: null } };
      }
    }
    yield { audit: count(date, "fetched", page.count, table.name) };
    yield { audit: count(date, "rejects", rejects, table.name) };
  }
}

/** The answer to an extra; or why there is none. */
function ask(api: Api, name: ExtraName): Promise<Answer | { readonly reason: string }> {
  const request = extraRequest(name);
  return optionalAnswer(api, request, (body) => {
    checkBody(extraSpecs[name], request.path, body);
  });
}

registerDoFns("transforms/market/extras/fetch_extras", { FetchExtras });
