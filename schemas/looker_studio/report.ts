/** A page of the report that docs/looker-studio.md describes. */
export interface ReportPage {
  readonly title: string;
  /** Its data source, which has this name as its alias. */
  readonly view: string;
  readonly charts: readonly Chart[];
}

export interface Chart {
  /** Looker Studio's name of the kind. */
  readonly kind: string;
  readonly dimensions: readonly string[];
  readonly metrics: readonly string[];
  readonly setting?: string;
}

/** A metric that every data source has. */
export const recordCount = "Record Count";

const newestDay = "date range: the newest day held";

export const reportPages: readonly ReportPage[] = [
  {
    title: "Market",
    view: "crypto_market_totals",
    charts: [
      {
        kind: "Scorecard",
        dimensions: [],
        metrics: ["market_cap", "total_volume", "coins"],
        setting: `one each; ${newestDay}`,
      },
      {
        kind: "Time series",
        dimensions: ["snapshot_date"],
        metrics: ["market_cap", "total_volume"],
        setting: "total_volume on the right axis",
      },
      {
        kind: "Time series",
        dimensions: ["snapshot_date"],
        metrics: ["bitcoin_dominance", "ethereum_dominance", "top_10_dominance"],
      },
    ],
  },
  {
    title: "Coins",
    view: "crypto_market_latest",
    charts: [
      {
        kind: "Drop-down list",
        dimensions: ["category"],
        metrics: [],
        setting: "filters the page",
      },
      {
        kind: "Treemap",
        dimensions: ["category", "name"],
        metrics: ["market_cap"],
        setting: "levels to show: 2",
      },
      {
        kind: "Table",
        dimensions: ["market_cap_rank", "name", "symbol", "category"],
        metrics: ["current_price", "price_change_percentage_24h", "market_cap", "total_volume"],
        setting: "sorted by market_cap_rank, ascending",
      },
    ],
  },
  {
    title: "Movers",
    view: "crypto_movers",
    charts: [
      {
        kind: "Drop-down list",
        dimensions: ["window_days"],
        metrics: [],
        setting: "one choice, default 1: else the windows are mixed",
      },
      {
        kind: "Bar chart",
        dimensions: ["name"],
        metrics: ["price_change_percentage"],
        setting: "filter: market_cap_rank <= 250; 20 bars",
      },
    ],
  },
  {
    title: "Categories",
    view: "crypto_category_daily",
    charts: [
      {
        kind: "Stacked area chart",
        dimensions: ["snapshot_date", "category"],
        metrics: ["market_cap"],
        setting: "category as the breakdown dimension, 10 series",
      },
      {
        kind: "Table",
        dimensions: ["category"],
        metrics: ["coins", "market_cap", "total_volume"],
        setting: newestDay,
      },
    ],
  },
  {
    title: "Volatility",
    view: "crypto_volatility_ranking",
    charts: [
      {
        kind: "Scatter chart",
        dimensions: ["name"],
        metrics: ["market_cap", "relative_volatility"],
        setting: "logarithmic scale on both axes",
      },
    ],
  },
  {
    title: "Listings",
    view: "crypto_newcomers_leavers",
    charts: [
      {
        kind: "Time series",
        dimensions: ["snapshot_date", "change"],
        metrics: [recordCount],
        setting: "change as the breakdown dimension",
      },
      {
        kind: "Table",
        dimensions: ["snapshot_date", "change", "name", "symbol", "market_cap_rank"],
        metrics: ["price"],
        setting: "sorted by snapshot_date, descending",
      },
    ],
  },
  {
    title: "Data health",
    view: "crypto_coverage",
    charts: [
      {
        kind: "Time series",
        dimensions: ["snapshot_date"],
        metrics: ["coins", "missing", "rejects"],
      },
      { kind: "Time series", dimensions: ["snapshot_date"], metrics: ["coverage_percentage"] },
      {
        kind: "Table",
        dimensions: ["snapshot_date", "has_snapshot", "state"],
        metrics: ["api_requests"],
        setting: "sorted by snapshot_date, descending",
      },
    ],
  },
];

/** The views that the report reads. */
export const reportViews: readonly string[] = reportPages.map(({ view }) => view);
