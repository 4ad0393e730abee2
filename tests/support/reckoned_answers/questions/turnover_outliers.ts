import type { CsvMarket } from "../csv_market";
import { newest } from "../market_days";
import { covariance, mean } from "../numbers";
import type { Row } from "../row";

export function turnoverOutliers(market: CsvMarket): Row[] {
  const traded = newest(market).coins.flatMap(({ id, cap, volume }) =>
    cap && volume ? [{ asset_id: id, turnover: volume / cap }] : [],
  );
  const logs = traded.map(({ turnover }) => Math.log(turnover));
  const deviation = Math.sqrt(covariance(logs, logs));
  return traded
    .map((row) => ({ ...row, deviations: (Math.log(row.turnover) - mean(logs)) / deviation }))
    .sort((a, b) => Math.abs(b.deviations) - Math.abs(a.deviations))
    .slice(0, 20);
}
