import { lineChart } from "../charts/line_chart";
import { marketTreemap } from "../charts/treemap";
import type { Model } from "../data";
import { element, on, panel } from "../dom";
import { amountText, axisAmountText, shareText } from "../format";
import { moversPanel } from "./movers";
import type { View, ViewContext } from "./view";

/** The market at a glance. */
export function marketView(context: ViewContext): View {
  const { model, parameters, setParameters } = context;
  const category = model.categories.find((name) => name === parameters.category);
  const map = marketTreemap({
    model,
    ...(category !== undefined && { category }),
    onCategory: (name) => {
      setParameters({ category: name }, true);
    },
  });
  return {
    title: category ?? "Market",
    content: [
      element(
        "div",
        { class: "grid" },
        panel(
          category ?? "Market by capitalisation, coloured by change in 24 h",
          {
            aside: zoom(model, category, (name) => {
              setParameters({ category: name }, true);
            }),
            className: "wide",
          },
          map,
        ),
        moversPanel(context),
      ),
      element(
        "div",
        { class: "grid thirds" },
        capPanel(model),
        volumePanel(model),
        dominancePanel(model),
      ),
    ],
  };
}

/** Chooses a category, also where its heading has no room. */
function zoom(model: Model, category: string | undefined, choose: (name: string) => void) {
  const select = element(
    "select",
    { "aria-label": "Category" },
    element("option", { value: "" }, "All categories"),
    ...[...model.categories]
      .sort((a, b) => a.localeCompare(b, "en"))
      .map((name) =>
        element("option", { value: name, selected: name === category ? "" : null }, name),
      ),
  );
  return on(select, {
    change: () => {
      choose(select.value);
    },
  });
}

function capPanel(model: Model): HTMLElement {
  return totalPanel(model, "Total market cap", "accent", model.days.marketCap);
}

function volumePanel(model: Model): HTMLElement {
  return totalPanel(model, "Volume 24 h", "second", model.days.volume);
}

function totalPanel(
  { days, currency }: Model,
  title: string,
  color: string,
  values: readonly (number | null)[],
): HTMLElement {
  return panel(
    title,
    {},
    lineChart({
      title,
      days: days.day,
      isFilled: true,
      format: (value) => amountText(value, currency),
      axisFormat: (value) => axisAmountText(value, currency),
      series: [{ label: "All coins", color, values }],
    }),
  );
}

function dominancePanel({ days, leaders }: Model): HTMLElement {
  const top10 = days.top10.map((part, index) => {
    const whole = days.marketCap[index] ?? null;
    return part === null || whole === null || whole <= 0 ? null : (part / whole) * 100;
  });
  const colors = ["accent", "second", "third"];
  return panel(
    "Dominance",
    {},
    lineChart({
      title: "Shares of the total market capitalisation",
      days: days.day,
      format: shareText,
      axisFormat: (value) => `${value}%`,
      series: [
        { label: "Ten largest", color: "muted", values: top10, dash: [4, 3] },
        ...leaders.map(({ name, share }, index) => ({
          label: name.slice(0, 24),
          color: colors[index] ?? "muted",
          values: share,
        })),
      ],
    }),
  );
}
