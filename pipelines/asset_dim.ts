import type { PCollection, Root } from "apache-beam/pvalue";
import { cryptoAssetDim } from "../schemas/crypto_asset_dim";
import { create, flatten, groupBy, split, step } from "./beam/step";
import type { Run } from "./run/run";
import type { RunReport } from "./run/report";
import type { Observation } from "./transforms/assets/observation";
import {
  RequestsSoFar,
  CandidateOfObservation,
  ChooseDetails,
} from "./transforms/assets/choose_details";
import { FetchDetails } from "./transforms/assets/fetch_details";
import { marketPages } from "./transforms/market/market_pages";
import { MergeAssets } from "./transforms/assets/merge_assets";
import { ParseAssets } from "./transforms/assets/parse_assets";
import { ReadDimension, type CheckedUntil } from "./transforms/assets/read_dimension";
import { writeTable } from "./transforms/publish/write_table";

/** Every asset ever seen: the coin list, the market, the details, and the dimension so far. */
export function assetDim(run: Run): (root: Root) => PCollection<RunReport> {
  return (root) => {
    const market = root.apply(marketPages(run));
    const listed = market.list
      .apply(step("ParseList", new ParseAssets("list")))
      .apply(split("ParsedList", ["observations", "rejects", "audit"]));
    const onMarket = market.pages
      .apply(step("ParseMarket", new ParseAssets("market")))
      .apply(split("ParsedMarket", ["observations", "rejects", "audit"]));
    const previous = root
      .apply(create("Dimension", [0]))
      .apply(step("ReadDimension", new ReadDimension(run)))
      .apply(split("ReadFromDimension", ["observations", "checked", "audit"]));
    const observations = flatten(
      "Seen",
      listed.observations,
      onMarket.observations,
      previous.observations,
    );

    const details = flatten(
      "Candidates",
      observations.apply(step("CandidatesObserved", new CandidateOfObservation())),
      market.audit.apply(step("CallsSoFar", new RequestsSoFar())),
    )
      .apply(groupBy("AllCandidates", "choice"))
      .apply(step("ChooseDetails", new ChooseDetails(run)))
      .apply(groupBy("DetailsByShard", "shard"))
      .apply(step("FetchDetails", new FetchDetails(run)))
      .apply(split("FetchedDetails", ["observations", "rejects", "audit"]));

    const merged = flatten<Observation | CheckedUntil>(
      "AllObservations",
      observations,
      details.observations,
      previous.checked,
    )
      .apply(groupBy("ObservationsByPartition", "partition"))
      .apply(step("MergeAssets", new MergeAssets(run)))
      .apply(split("Merged", ["rows", "audit"]));

    const rejects = flatten("Rejects", listed.rejects, onMarket.rejects, details.rejects);
    const audit = flatten(
      "Facts",
      ...[market.audit, listed.audit, onMarket.audit],
      ...[previous.audit, details.audit, merged.audit],
    );
    return merged.rows.apply(writeTable(cryptoAssetDim, run, { rejects, audit }));
  };
}
