import type { Page } from "playwright-core";
import { duckDbRows } from "../duckdb_rows";
import { shownNumber } from "./browser";

export interface ComparedNumber {
  readonly what: string;
  readonly shown: number;
  readonly expected: number;
}

/** Thirty numbers read from the page, and what SQL says of each, with the digits that are shown. */
export async function compareNumbers(page: Page, warehouse: string): Promise<ComparedNumber[]> {
  return [...(await totals(page, warehouse)), ...(await coins(page, warehouse))];
}

async function totals(page: Page, warehouse: string): Promise<ComparedNumber[]> {
  const [sql = {}] = await duckDbRows(
    warehouse,
    `SELECT count(*)::DOUBLE AS coins, sum(market_cap)::DOUBLE AS cap, sum(total_volume)::DOUBLE AS volume,
       max(market_cap)::DOUBLE / sum(market_cap)::DOUBLE * 100 AS dominance,
       (count(*) FILTER (price_change_percentage_24h > 0))::DOUBLE AS up,
       (count(*) FILTER (price_change_percentage_24h < 0))::DOUBLE AS down
     FROM crypto_market_snapshot_fact
     WHERE snapshot_date = (SELECT max(snapshot_date) FROM crypto_market_snapshot_fact)`,
  );
  const values = await page.locator(".totals .value").allTextContents();
  const [cap = "", volume = "", dominance = "", upAndDown = "", count = ""] = values;
  const [up = "", down = ""] = upAndDown.split("▼");
  return [
    compared("market cap", cap, Number(sql.cap), 4),
    compared("volume", volume, Number(sql.volume), 4),
    compared("dominance", dominance, Math.round(Number(sql.dominance) * 100) / 100),
    compared("coins up", up, Number(sql.up)),
    compared("coins down", down, Number(sql.down)),
    compared("coins", count, Number(sql.coins)),
  ];
}

async function coins(page: Page, warehouse: string): Promise<ComparedNumber[]> {
  const rows = await duckDbRows(
    warehouse,
    `SELECT name, current_price::DOUBLE AS price, market_cap::DOUBLE AS cap, total_volume::DOUBLE AS volume,
       price_change_percentage_24h AS change FROM crypto_market_snapshot_fact
     WHERE snapshot_date = (SELECT max(snapshot_date) FROM crypto_market_snapshot_fact)
     ORDER BY market_cap_rank NULLS LAST LIMIT 6`,
  );
  await page.evaluate(`location.hash = "#/coins"`);
  await page.waitForSelector("table.virtual");
  const result: ComparedNumber[] = [];
  for (const [index, { name, price, cap, volume, change }] of rows.entries()) {
    const cells = page.locator(`tr[data-place="${index}"]`);
    const text = async (column: string) =>
      (await cells.locator(`.c-${column}`).textContent()) ?? "";
    const coin = typeof name === "string" ? name : "";
    result.push(
      compared(`${coin}: price`, await text("price"), Number(price), 5),
      compared(`${coin}: market cap`, await text("marketCap"), Number(cap), 4),
      compared(`${coin}: volume`, await text("volume"), Number(volume), 4),
      compared(`${coin}: 24 h`, await text("change1"), Math.round(Number(change) * 100) / 100),
    );
  }
  return result;
}

/** @param digits significant ones that are shown */
function compared(what: string, text: string, value: number, digits?: number): ComparedNumber {
  const expected = digits === undefined ? value : Number(value.toPrecision(digits));
  return { what, shown: shownNumber(text), expected };
}
