import type { PCollection, Root } from "apache-beam/pvalue";
import { assetPlatformDim } from "../schemas/asset_platform_dim";
import { cryptoAssetContract } from "../schemas/crypto_asset_contract";
import { cryptoAssetDim } from "../schemas/crypto_asset_dim";
import { flatten } from "./beam/step";
import type { RunReport } from "./run/report";
import type { Run } from "./run/run";
import { mergeAssets } from "./transforms/assets/merge_assets";
import { parseAssets } from "./transforms/assets/parse_assets";
import { previousDimension } from "./transforms/assets/read_dimension";
import { refreshDetails } from "./transforms/assets/refresh_details";
import { assetContracts } from "./transforms/contracts/asset_contracts";
import { assetPlatforms } from "./transforms/contracts/asset_platforms";
import { parseContracts } from "./transforms/contracts/parse_contracts";
import { previousContracts } from "./transforms/contracts/previous_contracts";
import { marketPages } from "./transforms/market/market_pages";
import { rowsOf } from "./transforms/publish/rows_of";
import { writeTables } from "./transforms/publish/write_tables";

/**
 * Every asset ever seen, as a type 1 slowly changing dimension: the coin list, the market pages, the
 * previous dimension, and the details that are refreshed for this date. Beside it the platforms, and
 * the contracts that each asset was ever seen with.
 */
export function assetDim(run: Run): (root: Root) => PCollection<RunReport> {
  return (root) => {
    const market = root.apply(marketPages(run));
    const platforms = market.audit.apply(assetPlatforms(run));
    const spent = flatten("Spent", market.audit, platforms.audit);

    const listed = market.list.apply(parseAssets("list"));
    const onMarket = market.pages.apply(parseAssets("market"));
    const previous = root.apply(previousDimension(run));
    const observed = flatten(
      "Observed",
      listed.observations,
      onMarket.observations,
      previous.observations,
    );
    const details = observed.apply(refreshDetails(run, spent));
    const merged = observed.apply(mergeAssets(run, details.observations, previous.checked));

    const listedContracts = market.list.apply(parseContracts());
    const before = root.apply(previousContracts(run));
    const contracts = flatten(
      "ObservedContracts",
      listedContracts.observations,
      details.contracts,
      before.observations,
    ).apply(assetContracts(run, platforms.known));

    const rows = flatten(
      "Rows",
      merged.rows.apply(rowsOf(cryptoAssetDim)),
      platforms.rows.apply(rowsOf(assetPlatformDim)),
      contracts.rows.apply(rowsOf(cryptoAssetContract)),
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
      spent,
      listed.audit,
      onMarket.audit,
      previous.audit,
      details.audit,
      merged.audit,
      listedContracts.audit,
      before.audit,
      contracts.audit,
    );
    return rows.apply(writeTables(run, { rejects, audit }));
  };
}
