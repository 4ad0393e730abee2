import type { CsvMarket } from "./csv_market";
import { categoryRotation } from "./questions/category_rotation";
import { coinsOnSeveralChains } from "./questions/coins_on_several_chains";
import { correlationWithBitcoin } from "./questions/correlation_with_bitcoin";
import { dominanceByWeekday } from "./questions/dominance_by_weekday";
import { drawdowns } from "./questions/drawdowns";
import { largestCoins } from "./questions/largest_coins";
import { marketConcentration } from "./questions/market_concentration";
import { monthEnds } from "./questions/month_ends";
import { mostVolatile } from "./questions/most_volatile";
import { newcomerPerformance } from "./questions/newcomer_performance";
import { pricesInEuro } from "./questions/prices_in_euro";
import { rankClimbers } from "./questions/rank_climbers";
import { renames } from "./questions/renames";
import { staleShare } from "./questions/stale_share";
import { survivorship } from "./questions/survivorship";
import { topMovers } from "./questions/top_movers";
import { turnoverOutliers } from "./questions/turnover_outliers";
import { volatilityBySize } from "./questions/volatility_by_size";
import type { Row } from "./row";

/**
 * The answers of sql/queries reckoned from the CSV files, without SQL: some columns of each row, in the
 * order of the rows.
 */
export const reckonedAnswers: Readonly<Record<string, (market: CsvMarket) => Row[]>> = {
  category_rotation: categoryRotation,
  coins_on_several_chains: coinsOnSeveralChains,
  correlation_with_bitcoin: correlationWithBitcoin,
  dominance_by_weekday: dominanceByWeekday,
  drawdowns,
  largest_coins: largestCoins,
  market_concentration: marketConcentration,
  month_ends: monthEnds,
  most_volatile: mostVolatile,
  newcomer_performance: newcomerPerformance,
  prices_in_euro: pricesInEuro,
  rank_climbers: rankClimbers,
  renames,
  stale_share: staleShare,
  survivorship,
  top_movers: topMovers,
  turnover_outliers: turnoverOutliers,
  volatility_by_size: volatilityBySize,
};
