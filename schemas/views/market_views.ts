import { cryptoAssetDim } from "../crypto_asset_dim";
import { cryptoMarketSnapshotFact } from "../crypto_market_snapshot_fact";
import { dateDim } from "../date_dim";
import { columnsOf, type ViewColumn, type ViewSpec } from "./view";

const fact = (...names: readonly string[]) => columnsOf(cryptoMarketSnapshotFact, ...names);
const price: ViewColumn = {
  name: "price",
  type: "BIGNUMERIC",
  description: "Price of one coin, in vs_currency.",
};

const marketLatest: ViewSpec = {
  name: "crypto_market_latest",
  description: "The newest snapshot of the market, with each coin's attributes. One row a coin.",
  columns: [
    ...fact(),
    ...columnsOf(
      cryptoAssetDim,
      ...["category", "asset_platform_id", "hashing_algorithm", "country_origin"],
      ...["launch_date", "homepage_url", "image_url", "is_active"],
    ),
  ],
};

const marketDaily: ViewSpec = {
  name: "crypto_market_daily",
  description:
    "Every coin's price on every day that is known. One row a coin and day: the snapshot's where there is one, else the history's.",
  columns: [
    ...fact("snapshot_date", "asset_id", "vs_currency"),
    price,
    ...fact("market_cap", "total_volume"),
    {
      name: "market_cap_rank",
      type: "INT64",
      description: "Rank by market capitalisation, 1 the largest; null in history.",
    },
    {
      name: "priced_at",
      type: "TIMESTAMP",
      description: "When the price held, UTC: history's is the start of the day.",
    },
    ...fact("ingested_at"),
    {
      name: "origin",
      type: "STRING",
      description: "Where the row comes from: snapshot or history.",
    },
  ],
};

const marketTotals: ViewSpec = {
  name: "crypto_market_totals",
  description:
    "The whole market of each day: value, volume, dominance. One row a snapshot; wrapped and staked coins count beside the coins behind them.",
  columns: [
    ...fact("snapshot_date", "vs_currency"),
    { name: "coins", type: "INT64", description: "Coins of the snapshot." },
    {
      name: "market_cap",
      type: "BIGNUMERIC",
      description: "Sum of the coins' market capitalisations, in vs_currency.",
    },
    {
      name: "total_volume",
      type: "BIGNUMERIC",
      description: "Sum of the coins' traded volumes of 24 hours, in vs_currency.",
    },
    {
      name: "top_10_dominance",
      type: "FLOAT64",
      description: "Share of the ten largest coins in market_cap, in percent.",
    },
    {
      name: "bitcoin_dominance",
      type: "FLOAT64",
      description: "Share of Bitcoin in market_cap, in percent.",
    },
    {
      name: "ethereum_dominance",
      type: "FLOAT64",
      description: "Share of Ethereum in market_cap, in percent.",
    },
    {
      name: "market_cap_change_percentage",
      type: "FLOAT64",
      description: "Change of market_cap since the snapshot before, in percent.",
    },
  ],
};

const movers: ViewSpec = {
  name: "crypto_movers",
  description:
    "How far the coins of the newest snapshot moved in 1, 7 and 30 days. One row a coin and window whose change is known.",
  columns: [
    ...fact("snapshot_date"),
    { name: "window_days", type: "INT64", description: "Days looked back: 1, 7 or 30." },
    ...fact("asset_id", "symbol", "name", "market_cap_rank", "vs_currency"),
    price,
    {
      name: "price_before",
      type: "BIGNUMERIC",
      description:
        "Price of the coin window_days before, in vs_currency; null where that day is not held.",
    },
    {
      name: "price_change_percentage",
      type: "FLOAT64",
      description: "Change in window_days, in percent.",
    },
    {
      name: "basis",
      type: "STRING",
      description:
        "days: the change from price_before to price; coingecko: CoinGecko's own figure, where price_before is null.",
    },
    ...fact("market_cap", "total_volume"),
  ],
};

const volatilityRanking: ViewSpec = {
  name: "crypto_volatility_ranking",
  description:
    "The coins of the newest snapshot by volatility over price. One row a coin that has both.",
  columns: [
    ...fact("snapshot_date"),
    {
      name: "volatility_rank",
      type: "INT64",
      description: "1 for the coin with the greatest relative_volatility.",
    },
    ...fact("asset_id", "symbol", "name", "market_cap_rank", "vs_currency"),
    price,
    ...fact("market_cap", "volatility"),
    {
      name: "relative_volatility",
      type: "FLOAT64",
      description: "volatility divided by price: comparable between coins.",
    },
  ],
};

const categoryDaily: ViewSpec = {
  name: "crypto_category_daily",
  description:
    "A day's market by category. One row a day and first category of the coins; null where it is not known.",
  columns: [
    ...fact("snapshot_date"),
    ...columnsOf(dateDim, "iso_year", "week_of_year", "is_weekend"),
    ...fact("vs_currency"),
    ...columnsOf(cryptoAssetDim, "category"),
    { name: "coins", type: "INT64", description: "Coins of the category." },
    {
      name: "market_cap",
      type: "BIGNUMERIC",
      description: "Sum of their market capitalisations, in vs_currency.",
    },
    {
      name: "total_volume",
      type: "BIGNUMERIC",
      description: "Sum of their traded volumes of 24 hours, in vs_currency.",
    },
    {
      name: "mean_volatility",
      type: "FLOAT64",
      description: "Mean of their volatilities of 7 days, in vs_currency.",
    },
  ],
};

const marketInCurrency: ViewSpec = {
  name: "crypto_market_in_currency",
  description:
    "The market in every currency of the day's exchange rates, from the one currency of its snapshot. One row a coin, day and currency.",
  columns: [
    ...fact("snapshot_date", "asset_id"),
    {
      name: "currency",
      type: "STRING",
      description: "The currency of the row, such as eur; joins currency_rate_fact.currency.",
    },
    { name: "current_price", type: "BIGNUMERIC", description: "Price of one coin, in currency." },
    { name: "market_cap", type: "BIGNUMERIC", description: "Market capitalisation, in currency." },
    {
      name: "total_volume",
      type: "BIGNUMERIC",
      description: "Traded volume of the last 24 hours, in currency.",
    },
  ],
};

export const marketViews: readonly ViewSpec[] = [
  marketLatest,
  marketDaily,
  marketTotals,
  movers,
  volatilityRanking,
  categoryDaily,
  marketInCurrency,
];
