import { dataTable } from "../charts/data_table";
import { volatilityScatter } from "../charts/scatter";
import { dataText, element, panel } from "../dom";
import { changeClass, changeText, countText, shareText } from "../format";
import { coinHash } from "../route";
import type { View, ViewContext } from "./view";

const mostRank = 250;
const shown = 40;

/** How much prices vary, against how large coins are. */
export function volatilityView({ model }: ViewContext): View {
  const { coins } = model;
  const ranking = coins.id
    .map((_, coin) => coin)
    .filter((coin) => (coins.rank[coin] ?? Infinity) <= mostRank && coins.volatility[coin] != null)
    .sort((a, b) => (coins.volatility[b] ?? 0) - (coins.volatility[a] ?? 0))
    .slice(0, shown);
  const rows = ranking.map((coin, index) => [
    countText(index + 1),
    element("a", { href: coinHash(coins.id[coin] ?? "") }, dataText(coins.name[coin] ?? "")),
    shareText(coins.volatility[coin] ?? null),
    element(
      "span",
      { class: changeClass(coins.change7[coin] ?? coins.change1[coin] ?? null) },
      changeText(coins.change7[coin] ?? coins.change1[coin] ?? null),
    ),
  ]);
  const period = ranking.some((coin) => coins.change7[coin] != null) ? "7 d" : "24 h";
  const number = { isNumber: true } as const;
  return {
    title: "Volatility",
    content: [
      element(
        "div",
        { class: "grid" },
        panel("Volatility against size", { className: "wide" }, volatilityScatter(model)),
        panel(
          "Most volatile",
          { className: "tall" },
          dataTable(
            `Most volatile of the ${mostRank} largest coins`,
            [
              { label: "#", ...number },
              { label: "Coin" },
              { label: "Volatility", ...number },
              { label: period, ...number },
            ],
            rows,
          ),
        ),
      ),
    ],
  };
}
