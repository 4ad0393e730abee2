import type { CsvMarket } from "../csv_market";
import { byRank, compare } from "../orders";
import type { Row } from "../row";

export function coinsOnSeveralChains({ assets, contracts, platforms }: CsvMarket): Row[] {
  const names = new Map(platforms.map((one) => [one.platform_id, one.name]));
  return assets
    .map(({ asset_id = "", market_cap_rank }) => {
      const own = contracts.filter((one) => one.asset_id === asset_id && one.is_active === "true");
      const ids = [...new Set(own.map(({ platform_id = "" }) => platform_id))];
      return {
        asset_id,
        market_cap_rank: market_cap_rank ? Number(market_cap_rank) : null,
        chains: ids.length,
        contracts: own.length,
        chain_names: ids
          .map((id) => names.get(id) ?? id)
          .sort(compare)
          .join(", "),
      };
    })
    .filter(({ chains }) => chains > 1)
    .sort((a, b) => b.chains - a.chains || byRank(a, b))
    .slice(0, 50);
}
