/**
 * The pipelines, in the order in which they run when several are asked for: the market before the
 * dimension, whose details take most of the calls.
 */
export const pipelineNames = [
  "date-dim",
  "market-snapshot",
  "asset-dim",
  "market-history",
] as const;
export type PipelineName = (typeof pipelineNames)[number];

/** What differs by pipeline, beside its table and graph: see pipelines.ts. */
export interface PipelineSpec {
  /** Its name in a list of templates. */
  readonly title: string;
  /** What it does, up to the name of its table. */
  readonly does: string;
  /** Whether it calls the API: then it has a source and a rate limit, and can reject what it is given. */
  readonly callsApi: boolean;
  /** Whether it is part of every day: those that run when none is named. The others need to be asked for. */
  readonly isDaily: boolean;
  /** What its rows stand for. */
  readonly rowsAre: "days" | "coins";
  /** Whether its report names the top movers. */
  readonly reportsMovers: boolean;
  /** Whether its report counts the contracts that passed from one asset to another. */
  readonly reportsMovedContracts: boolean;
}

export const pipelineSpecs: Readonly<Record<PipelineName, PipelineSpec>> = {
  "date-dim": {
    title: "Crypto date dimension",
    does: "Writes a calendar as a CSV file and the BigQuery table",
    callsApi: false,
    isDaily: true,
    rowsAre: "days",
    reportsMovers: false,
    reportsMovedContracts: false,
  },
  "asset-dim": {
    title: "Crypto asset dimension from CoinGecko",
    does: "Keeps a row for every coin that CoinGecko has ever listed, as a CSV file and the BigQuery table",
    callsApi: true,
    isDaily: true,
    rowsAre: "coins",
    reportsMovers: false,
    reportsMovedContracts: true,
  },
  "market-snapshot": {
    title: "Crypto market snapshot from CoinGecko",
    does: "Writes one day of the whole crypto market, a row a coin, as a CSV file and a partition of the BigQuery table",
    callsApi: true,
    isDaily: true,
    rowsAre: "coins",
    reportsMovers: true,
    reportsMovedContracts: false,
  },
  "market-history": {
    title: "Crypto market history from CoinGecko",
    does: "Adds daily prices of past days, for some coins, as a CSV file a day and partitions of the BigQuery table",
    callsApi: true,
    isDaily: false,
    rowsAre: "coins",
    reportsMovers: false,
    reportsMovedContracts: false,
  },
};

/** The pipelines of every day. */
export const dailyPipelines = pipelineNames.filter((name) => pipelineSpecs[name].isDaily);

/** The pipelines that call the API. */
export const apiPipelines = pipelineNames.filter((name) => pipelineSpecs[name].callsApi);
