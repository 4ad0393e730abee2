import type { KV } from "apache-beam/values";
import { cryptoAssetContract } from "../../../schemas/crypto_asset_contract";
import { AsyncDoFn } from "../../beam/async_do_fn";
import { registerDoFns } from "../../beam/register";
import type { Answer } from "../../coingecko/answer";
import type { Api } from "../../coingecko/api";
import { coinDetailsRequest } from "../../coingecko/requests";
import { progress } from "../../core/progress";
import { type DayRuns, dayRun } from "../../run/day_runs";
import type { Run } from "../../run/run";
import { toAssetDetails } from "./asset_details";
import type { Observation } from "./observation";
import type { DetailsPlan } from "./choose_details";
import { concurrently } from "../../core/concurrently";
import { count, type AuditRecord } from "../../run/audit_record";
import { contractsOf } from "../contracts/contract";
import { seenContracts, type ContractObservation } from "../contracts/observation";
import { FieldError, Fields, idOf } from "../parse/fields";
import { withApi } from "../open_api";
import type { Reject } from "../parse/reject";
import { shardsAtOnce } from "../shards_at_once";
import { partitionOf } from "../publish/sorted_line";

export type FetchDetailsOutput =
  | { readonly observations: Observation }
  | { readonly contracts: ContractObservation }
  | { readonly rejects: Reject }
  | { readonly audit: AuditRecord };

/** Concurrent calls of a shard; answers with details are small, and many. */
const callsAtOnce = 6;

/** Fetches the details of the coins of a shard. */
export class FetchDetails extends AsyncDoFn<KV<string, Iterable<DetailsPlan>>, FetchDetailsOutput> {
  override readonly concurrency: number; // One element is one shard.

  constructor(private readonly runs: DayRuns) {
    super();
    this.concurrency = shardsAtOnce(runs);
  }

  async *processAsync(
    { value: plans }: KV<string, Iterable<DetailsPlan>>,
    _: undefined,
    signal: AbortSignal,
  ): AsyncGenerator<FetchDetailsOutput> {
    for (const plan of plans) {
      const run = dayRun(this.runs, plan.date);
      yield* withApi(run, signal, plan, (api) => this.fetchShard(run, api, plan));
    }
  }

  private async *fetchShard(
    run: Run,
    api: Api,
    { ids }: DetailsPlan,
  ): AsyncGenerator<FetchDetailsOutput> {
    progress.emit("stage", { stage: "details", planned: ids.length });
    // Of all coins the list gives the contracts, and all of one moment.
    const isListed = run.coins.kind === "all";
    const fetch = async (id: string) => {
      const answer = await api.ask(coinDetailsRequest(id));
      return [...detailsIn(answer, id), ...(isListed ? [] : contractsIn(answer, id))];
    };
    for await (const outputs of concurrently(ids, callsAtOnce, fetch)) {
      progress.emit("stage", { stage: "details", done: 1 });
      yield* outputs;
    }
  }
}

function* detailsIn(answer: Answer, asset_id: string): Generator<FetchDetailsOutput> {
  const { date, fetchedAt, body } = answer;
  try {
    const details = body === null ? null : toAssetDetails(body, asset_id);
    const observation: Observation = {
      ...{ partition: partitionOf(asset_id), asset_id, date, kind: "details" },
      ...{ fetchedAt, details },
    };
    yield { observations: observation };
    yield { audit: { date, kind: "controlTotal", n: 1 } };
  } catch (error) {
    yield* rejected(error, answer, asset_id);
  }
}

/** The contracts of a coin. Of another coin's details none are read: they are rejected as details. */
function* contractsIn(answer: Answer, asset_id: string): Generator<FetchDetailsOutput> {
  if (idOf(answer.body) !== asset_id) return;
  const { date } = answer;
  try {
    const contracts = contractsOf(new Fields(answer.body));
    yield { contracts: seenContracts(date, asset_id, contracts) };
    yield { audit: { date, kind: "controlTotal", n: 1 } };
  } catch (error) {
    yield* rejected(error, answer, asset_id, cryptoAssetContract.name);
  }
}

/** @param table whose reject it is; the dimension's by default */
function* rejected(
  error: unknown,
  { date, url, content }: Answer,
  asset_id: string,
  table?: string,
): Generator<FetchDetailsOutput> {
  if (!(error instanceof FieldError)) throw error;
  const { reason, field } = error;
  const raw = content.toString("utf8").trim();
  yield { rejects: { date, url, index: 0, asset_id, reason, field, raw } };
  yield { audit: count(date, "fetched", 1, table) };
  yield { audit: count(date, "rejects", 1, table) };
}

registerDoFns("transforms/assets/fetch_details", { FetchDetails });
