import { categoryOf, uncategorised } from "../charts/treemap";
import type { Model } from "../data";

export type CellForm = "text" | "count" | "price" | "amount" | "change" | "share";

/** A column of the table of all coins. */
export interface CoinColumn {
  readonly key: string;
  readonly label: string;
  /** Its name in a CSV. */
  readonly csv: string;
  readonly isNumber?: boolean;
  readonly level: 1 | 2 | 3;
  readonly form: CellForm;
  readonly value: (coin: number) => string | number | null;
}

export function coinColumns(model: Model): CoinColumn[] {
  const { coins } = model;
  const of =
    (values: readonly (number | null)[]) =>
    (coin: number): number | null =>
      values[coin] ?? null;
  const number = { isNumber: true } as const;
  return [
    {
      key: "rank",
      label: "#",
      csv: "market_cap_rank",
      level: 2,
      form: "count",
      ...number,
      value: of(coins.rank),
    },
    {
      key: "name",
      label: "Coin",
      csv: "name",
      level: 1,
      form: "text",
      value: (coin) => coins.name[coin] ?? null,
    },
    {
      key: "price",
      label: "Price",
      csv: "current_price",
      level: 1,
      form: "price",
      ...number,
      value: of(coins.price),
    },
    {
      key: "change1",
      label: "24 h",
      csv: "price_change_percentage_24h",
      level: 1,
      form: "change",
      ...number,
      value: of(coins.change1),
    },
    {
      key: "change7",
      label: "7 d",
      csv: "price_change_percentage_7d",
      level: 2,
      form: "change",
      ...number,
      value: of(coins.change7),
    },
    {
      key: "change30",
      label: "30 d",
      csv: "price_change_percentage_30d",
      level: 3,
      form: "change",
      ...number,
      value: of(coins.change30),
    },
    {
      key: "marketCap",
      label: "Market cap",
      csv: "market_cap",
      level: 2,
      form: "amount",
      ...number,
      value: of(coins.marketCap),
    },
    {
      key: "volume",
      label: "Volume 24 h",
      csv: "total_volume",
      level: 3,
      form: "amount",
      ...number,
      value: of(coins.volume),
    },
    {
      key: "volatility",
      label: "Volatility",
      csv: "volatility_percentage",
      level: 3,
      form: "share",
      ...number,
      value: of(coins.volatility),
    },
    {
      key: "athChange",
      label: "From high",
      csv: "ath_change_percentage",
      level: 3,
      form: "change",
      ...number,
      value: of(coins.athChange),
    },
    {
      key: "category",
      label: "Category",
      csv: "category",
      level: 3,
      form: "text",
      value: (coin) => {
        const name = categoryOf(model, coin);
        return name === uncategorised ? null : name;
      },
    },
  ];
}
