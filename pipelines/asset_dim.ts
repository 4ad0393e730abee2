import type { PCollection, Root } from "apache-beam/pvalue";
import { cryptoAssetDim } from "../schemas/crypto_asset_dim";
import { create, flatten, groupBy, split, step } from "./beam/step";
import type { Run } from "./run";
import type { RunReport } from "./run_report";
import type { Sighting } from "./transforms/asset_sighting";
import { CandidateOfFact, CandidateOfSighting, ChooseDetails } from "./transforms/choose_details";
import { FetchDetails } from "./transforms/fetch_details";
import { marketPages } from "./transforms/market_pages";
import { MergeAssets } from "./transforms/merge_assets";
import { ParseAssets } from "./transforms/parse_assets";
import { ReadDimension, type CheckedUntil } from "./transforms/read_dimension";
import { writeTable } from "./transforms/write_table";

/** Every asset ever seen: the coin list, the market, the details, and the dimension so far. */
export function assetDim(run: Run): (root: Root) => PCollection<RunReport> {
  return (root) => {
    const market = root.apply(marketPages(run));
    const listed = market.list
      .apply(step("ParseList", new ParseAssets("list")))
      .apply(split("ParsedList", ["sightings", "rejects", "facts"]));
    const onMarket = market.pages
      .apply(step("ParseMarket", new ParseAssets("market")))
      .apply(split("ParsedMarket", ["sightings", "rejects", "facts"]));
    const previous = root
      .apply(create("Dimension", [0]))
      .apply(step("ReadDimension", new ReadDimension(run)))
      .apply(split("ReadFromDimension", ["sightings", "checked", "facts"]));
    const sightings = flatten("Seen", listed.sightings, onMarket.sightings, previous.sightings);

    const details = flatten(
      "Candidates",
      sightings.apply(step("CandidatesSeen", new CandidateOfSighting())),
      market.facts.apply(step("CallsSoFar", new CandidateOfFact())),
    )
      .apply(groupBy("AllCandidates", "choice"))
      .apply(step("ChooseDetails", new ChooseDetails(run)))
      .apply(groupBy("DetailsByShard", "shard"))
      .apply(step("FetchDetails", new FetchDetails(run)))
      .apply(split("FetchedDetails", ["sightings", "rejects", "facts"]));

    const merged = flatten<Sighting | CheckedUntil>(
      "AllSightings",
      sightings,
      details.sightings,
      previous.checked,
    )
      .apply(groupBy("SightingsByPart", "part"))
      .apply(step("MergeAssets", new MergeAssets(run)))
      .apply(split("Merged", ["rows", "facts"]));

    const rejects = flatten("Rejects", listed.rejects, onMarket.rejects, details.rejects);
    const facts = flatten(
      "Facts",
      ...[market.facts, listed.facts, onMarket.facts],
      ...[previous.facts, details.facts, merged.facts],
    );
    return merged.rows.apply(writeTable(cryptoAssetDim, run, { rejects, facts }));
  };
}
