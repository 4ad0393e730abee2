import type { CsvMarket } from "../csv_market";
import { dayBefore } from "../dates";
import { largestId, newest } from "../market_days";
import { covariance } from "../numbers";
import type { Row } from "../row";

export function correlationWithBitcoin(market: CsvMarket): Row[] {
  const benchmark = largestId(market);
  const from = dayBefore(newest(market).date, 90);
  const returns = (id: string) =>
    new Map(
      market.days.flatMap(({ date, byId }) => {
        const before = market.days.find((day) => day.date === dayBefore(date, 1));
        const [price, earlier] = [byId.get(id)?.price, before?.byId.get(id)?.price];
        return date > from && price != null && earlier ? [[date, price / earlier - 1]] : [];
      }),
    );
  const benchmarkReturns = returns(benchmark);
  const rows = newest(market).coins.flatMap(({ id, rank }) => {
    if (rank === null || rank > 100 || id === benchmark) return [];
    const pairs = [...returns(id)].flatMap(([date, own]) => {
      const other = benchmarkReturns.get(date);
      return other === undefined ? [] : [[own, other] as const];
    });
    if (pairs.length < 10) return [];
    const [x, y] = [pairs.map(([own]) => own), pairs.map(([, other]) => other)];
    const spread = Math.sqrt(covariance(x, x) * covariance(y, y));
    const correlation = spread > 0 ? covariance(x, y) / spread : null;
    const beta = covariance(x, y) / covariance(y, y);
    return [{ asset_id: id, days: pairs.length, correlation, beta }];
  });
  return rows.sort((a, b) => (b.correlation ?? -2) - (a.correlation ?? -2));
}
