import { cryptoAssetContract } from "../../../schemas/crypto_asset_contract";
import type { Answer } from "../../coingecko/answer";
import type { Api } from "../../coingecko/api";
import { coinDetailsRequest } from "../../coingecko/requests";
import { concurrently } from "../../core/concurrently";
import { progress } from "../../core/progress";
import { count, type AuditRecord } from "../../run/audit_record";
import type { Run } from "../../run/run";
import { contractsOf } from "../contracts/contract";
import { seenContracts, type ContractObservation } from "../contracts/observation";
import { FieldError, Fields, idOf } from "../parse/fields";
import type { Reject } from "../parse/reject";
import { partitionOf } from "../stage/sorted_line";
import { toAssetDetails } from "./asset_details";
import type { Observation } from "./observation";

export type DetailsOutput =
  | { readonly observations: Observation }
  | { readonly contracts: ContractObservation }
  | { readonly rejects: Reject }
  | { readonly audit: AuditRecord };

/** Concurrent calls of a shard; answers with details are small, and many. */
const callsAtOnce = 6;

/** Asks for the details of coins, and yields what their answers say. */
export async function* askDetails(
  run: Run,
  api: Api,
  ids: readonly string[],
): AsyncGenerator<DetailsOutput> {
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

function* detailsIn(answer: Answer, asset_id: string): Generator<DetailsOutput> {
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
function* contractsIn(answer: Answer, asset_id: string): Generator<DetailsOutput> {
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
): Generator<DetailsOutput> {
  if (!(error instanceof FieldError)) throw error;
  const { reason, field } = error;
  const raw = content.toString("utf8").trim();
  yield { rejects: { date, url, index: 0, asset_id, reason, field, raw } };
  yield { audit: count(date, "fetched", 1, table) };
  yield { audit: count(date, "rejects", 1, table) };
}
