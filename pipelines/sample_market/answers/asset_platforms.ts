import type { SampleMarket } from "../market/sample_market";

interface AssetPlatform {
  readonly id: string;
  readonly chainIdentifier: number | null;
  readonly name: string;
  readonly shortname: string;
  /** The base rank of its native coin. */
  readonly native: number | null;
}

const assetPlatforms: readonly AssetPlatform[] = [
  { id: "ethereum", chainIdentifier: 1, name: "Ethereum", shortname: "Ethereum", native: 1 },
  {
    id: "binance-smart-chain",
    chainIdentifier: 56,
    name: "BNB Smart Chain",
    shortname: "BSC",
    native: 3,
  },
  { id: "solana", chainIdentifier: null, name: "Solana", shortname: "", native: 5 },
  { id: "polygon-pos", chainIdentifier: 137, name: "Polygon POS", shortname: "MATIC", native: 20 },
  { id: "base", chainIdentifier: 8453, name: "Base", shortname: "Base", native: 1 },
  { id: "sui", chainIdentifier: null, name: "Sui", shortname: "", native: 12 },
  {
    id: "ordinals",
    chainIdentifier: null,
    name: "Ordinals, Runes & more",
    shortname: "",
    native: null,
  },
];

/** The body of /asset_platforms. */
export function assetPlatformsText(market: SampleMarket): string {
  const { listing, names } = market;
  const elements = assetPlatforms.map(({ id, chainIdentifier, name, shortname, native }) => {
    const nativeIndex =
      native === null || native >= listing.pagedCoins
        ? null
        : listing.indexOfPagePosition(listing.pagePositionOfBaseRank(native));
    const image = (size: string) =>
      `https://coin-images.coingecko.com/asset_platforms/images/1/${size}/${id}.png?1706606803`;
    return {
      id,
      chain_identifier: chainIdentifier,
      name,
      shortname,
      native_coin_id: nativeIndex === null ? null : names.of(nativeIndex).id,
      image: { thumb: image("thumb"), small: image("small"), large: image("large") },
    };
  });
  return JSON.stringify(elements);
}
