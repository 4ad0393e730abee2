import type { PCollection, Root } from "apache-beam/pvalue";
import { assetPlatformDim } from "../schemas/asset_platform_dim";
import { cryptoAssetContract } from "../schemas/crypto_asset_contract";
import { cryptoAssetDim } from "../schemas/crypto_asset_dim";
import { flatten } from "./beam/step";
import type { RunReport } from "./run/report";
import type { DayRuns } from "./run/day_runs";
import { acceptedDays } from "./transforms/assets/accepted_days";
import { mergeAssets } from "./transforms/assets/merge_assets";
import { parseAssets } from "./transforms/assets/parse_assets";
import { previousDimension } from "./transforms/assets/read_dimension";
import { refreshDetails } from "./transforms/assets/refresh_details";
import { assetContracts } from "./transforms/contracts/asset_contracts";
import { assetPlatforms } from "./transforms/contracts/asset_platforms";
import { mergedPlatforms } from "./transforms/contracts/merged_platforms";
import { parseContracts } from "./transforms/contracts/parse_contracts";
import { previousContracts } from "./transforms/contracts/previous_contracts";
import { marketPages } from "./transforms/market/market_pages";
import { rowsOf } from "./transforms/stage/rows_of";
import { writeTables } from "./transforms/publish/write_tables";

/**
 * Every asset ever seen, as a type 1 slowly changing dimension: the coin list and the market pages of
 * each day, the details that are refreshed for it, and the previous dimension. Beside it the platforms,
 * and the contracts that each asset was ever seen with.
 */
export function assetDim(runs: DayRuns): (root: Root) => PCollection<RunReport> {
  return (root) => {
    const market = root.apply(marketPages(runs));
    const platforms = market.audit.apply(assetPlatforms(runs));
    const spent = flatten("Spent", market.audit, platforms.audit);

    const listed = market.list.apply(parseAssets("list"));
    const onMarket = market.pages.apply(parseAssets("market"));
    const previous = root.apply(previousDimension(runs));
    const observed = flatten(
      "Observed",
      listed.observations,
      onMarket.observations,
      previous.observations,
    );
    const details = observed.apply(refreshDetails(runs, spent));
    const listedContracts = market.list.apply(parseContracts());
    const before = root.apply(previousContracts(runs));

    const days = flatten(
      "ObservedAudit",
      spent,
      listed.audit,
      onMarket.audit,
      previous.audit,
      details.audit,
      listedContracts.audit,
      before.audit,
    );
    const { accepted, audit: refused } = days.apply(acceptedDays(runs));
    const merged = observed.apply(
      mergeAssets(runs, {
        details: details.observations,
        checked: previous.checked,
        accepted,
      }),
    );
    const allPlatforms = platforms.listed.apply(mergedPlatforms(runs, accepted));
    const contracts = flatten(
      "ObservedContracts",
      listedContracts.observations,
      details.contracts,
      before.observations,
    ).apply(assetContracts(runs, allPlatforms.known, accepted));

    const rows = flatten(
      "Rows",
      merged.rows.apply(rowsOf(runs, cryptoAssetDim)),
      allPlatforms.rows.apply(rowsOf(runs, assetPlatformDim)),
      contracts.rows.apply(rowsOf(runs, cryptoAssetContract)),
    );
    const rejects = flatten(
      "Rejects",
      listed.rejects,
      onMarket.rejects,
      details.rejects,
      platforms.rejects,
      listedContracts.rejects,
    );
    const audit = flatten(
      "Audit",
      days,
      refused,
      merged.audit,
      allPlatforms.audit,
      contracts.audit,
    );
    return rows.apply(writeTables(runs, { rejects, audit }));
  };
}
