import type { CoinHistory } from "../../pipelines/dashboard/history_codec";
import type { HistoryTier } from "../../pipelines/dashboard/page_data";
import { lineChart } from "../charts/line_chart";
import type { Model } from "../data";
import { element, panel } from "../dom";
import { amountText, axisAmountText, countText, priceText } from "../format";

/** Price, volume and rank of a coin over the days that the page keeps of it; none without a history. */
export function coinCharts(
  model: Model,
  coin: number,
  history: CoinHistory | undefined,
): HTMLElement[] {
  const tier = tierOf(model.history, coin);
  if (!history || !tier) return [];
  const { currency, coins } = model;
  const days = tier.days.map((day) => model.days.day[day] ?? "");
  const isSparse = tier.days.length < model.days.day.length;
  const note = isSparse
    ? `${countText(days.length)} of ${countText(model.days.day.length)} days: this page keeps every day of the largest coins only.`
    : null;
  const price = withLast(history.price, coins.price[coin]);
  const aside = note === null ? null : element("span", { class: "count" }, note);
  return [
    panel(
      "Price",
      { aside },
      lineChart({
        title: "Price",
        days,
        isFilled: true,
        format: (value) => priceText(value, currency),
        series: [{ label: "Price", color: "accent", values: price }],
      }),
    ),
    panel(
      "Volume 24 h",
      {},
      lineChart({
        title: "Volume of 24 hours",
        days,
        isFilled: true,
        format: (value) => amountText(value, currency),
        axisFormat: (value) => axisAmountText(value, currency),
        series: [
          {
            label: "Volume",
            color: "second",
            values: withLast(history.volume, coins.volume[coin]),
          },
        ],
      }),
    ),
    panel(
      "Rank",
      { className: "full" },
      lineChart({
        title: "Rank by market capitalisation",
        days,
        height: 160,
        isInverted: true,
        format: (value) => (value === null ? "–" : `#${value}`),
        axisFormat: (value) => (value >= 1 && Number.isInteger(value) ? `#${value}` : ""),
        series: [{ label: "Rank", color: "third", values: history.rank }],
      }),
    ),
  ];
}

/** The history is rounded more; its last value is the newest day's, which is shown above. */
function withLast(
  values: readonly (number | null)[],
  last: number | null | undefined,
): (number | null)[] {
  return [...values.slice(0, -1), last ?? null];
}

function tierOf(tiers: readonly HistoryTier[], coin: number): HistoryTier | undefined {
  let end = 0;
  return tiers.find((tier) => coin < (end += tier.coins));
}
