import "./styles/main.css";
import { hideTip } from "./charts/tip";
import { loadModel, type Model } from "./data";
import { byId, element, on, panel } from "./dom";
import { footer } from "./footer";
import { header, markTab, tabViews } from "./header";
import { helpDialog } from "./help";
import { hashOf, parseRoute, type Route, type ViewName } from "./route";
import { restoreTheme, toggleTheme } from "./theme";
import { coinView } from "./views/coin";
import { coinsView } from "./views/coins";
import { healthView } from "./views/health";
import { listingsView } from "./views/listings";
import { marketView } from "./views/market";
import type { View, ViewContext } from "./views/view";
import { volatilityView } from "./views/volatility";

const views: Readonly<Record<ViewName, (context: ViewContext) => View>> = {
  market: marketView,
  coins: coinsView,
  volatility: volatilityView,
  listings: listingsView,
  health: healthView,
  coin: coinView,
};

async function start(): Promise<void> {
  restoreTheme();
  on(byId("skip"), {
    click: () => {
      byId("main").focus();
    },
  });
  const model = await loadModel();
  if (model === null) {
    showEmpty();
    return;
  }
  const help = helpDialog();
  document.body.append(help);
  const openHelp = () => {
    help.showModal();
  };
  byId("header").append(...header(model, openHelp));
  byId("footer").append(...footer(model));
  listenToKeys(openHelp);
  const show = () => {
    showRoute(model, parseRoute(location.hash));
  };
  addEventListener("hashchange", () => {
    show();
    scrollTo(0, 0);
    byId("main").focus({ preventScroll: true });
  });
  show();
  performance.mark("shown");
}

function showRoute(model: Model, { view, parameters }: Route): void {
  hideTip();
  let current = parameters;
  const { title, content } = views[view]({
    model,
    parameters,
    setParameters: (change, remake = false) => {
      current = { ...current, ...change };
      const hash = hashOf({ view, parameters: current });
      if (remake) location.hash = hash;
      else if (
        hash !== location.hash &&
        (location.hash !== "" || hash !== hashOf({ view, parameters: {} }))
      ) {
        history.replaceState(null, "", hash);
      }
    },
  });
  byId("main").replaceChildren(...content);
  document.title = `${title} · ${model.isSample ? "SAMPLE · " : ""}Crypto market ${model.days.day.at(-1) ?? ""}`;
  markTab(view);
}

/** Single keys, wherever nothing is typed. */
function listenToKeys(openHelp: () => void): void {
  addEventListener("keydown", (event) => {
    const target = event.target as HTMLElement;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (target.closest("input, select, textarea, dialog")) return;
    const tab = tabViews[Number(event.key) - 1];
    if (event.key === "/") byId("search").focus();
    else if (event.key === "?") openHelp();
    else if (event.key === "Escape") hideTip();
    else if (event.key === "t") toggleTheme();
    else if (tab !== undefined) location.hash = hashOf({ view: tab, parameters: {} });
    else return;
    event.preventDefault();
  });
}

/** A warehouse without data: what to run. */
function showEmpty(): void {
  byId("main").replaceChildren(
    panel(
      "No data yet",
      {},
      element("p", {}, "This warehouse has no snapshot of the market in these days. To get one:"),
      element(
        "ul",
        {},
        element(
          "li",
          {},
          element("code", {}, "npm start"),
          " makes a day of a made-up sample market",
        ),
        element(
          "li",
          {},
          element("code", {}, "npm start -- --source=public --coins=top:250"),
          " asks CoinGecko for 250 real coins",
        ),
      ),
      element("p", {}, "Each of them writes this page again."),
    ),
  );
  document.title = "No data yet · Crypto market";
}

void start().catch((error: unknown) => {
  const text = error instanceof Error ? error.message : String(error);
  byId("main").replaceChildren(
    panel(
      "The data of this page can't be read",
      {},
      element(
        "p",
        {},
        `${text}. Make the page again with npm run dashboard, and open it in a browser of 2024 or later.`,
      ),
    ),
  );
});
