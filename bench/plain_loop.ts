/**
 * The baseline: what one would write in an afternoon, without Beam, checks or a warehouse. Fetches the
 * same gzip pages, stores each body unchanged in a file, gunzips and parses it, computes the
 * volatility, and writes one CSV.
 *
 *     node dist/bench/plain_loop.js URL PAGES FOLDER
 */
import { createWriteStream, mkdirSync, writeFileSync } from "node:fs";
import { once } from "node:events";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { request } from "undici";
import { cryptoMarketSnapshotFact } from "../schemas/crypto_market_snapshot_fact";

type Coin = Record<string, unknown> & { sparkline_in_7d?: { price?: (number | null)[] } | null };

const columns = cryptoMarketSnapshotFact.columns.map(({ name }) => name);

async function main(url: string, pages: number, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const csv = createWriteStream(join(folder, "market.csv"));
  csv.write(`${columns.join(",")}\n`);
  for (let page = 1; page <= pages; page++) {
    const query = `vs_currency=usd&include_rehypothecated=true&sparkline=true&precision=full&price_change_percentage=1h,7d,14d,30d,200d,1y&locale=en&order=id_asc&per_page=250&page=${page}`;
    const { body } = await request(`${url}/coins/markets?${query}`, {
      headers: { "accept-encoding": "gzip" },
    });
    const gzipped = Buffer.from(await body.arrayBuffer());
    writeFileSync(join(folder, `page-${page}.json.gz`), gzipped);
    const coins = JSON.parse(gunzipSync(gzipped).toString("utf8")) as Coin[];
    csv.write(coins.map((coin) => record(coin)).join(""));
  }
  csv.end();
  await once(csv, "finish");
}

function record(coin: Coin): string {
  const values: Record<string, unknown> = { ...coin, volatility: deviation(coin) };
  values.asset_id = coin.id;
  return `${columns.map((column) => field(values[column] ?? values[`${column}_in_currency`])).join(",")}\n`;
}

function deviation(coin: Coin): number | null {
  const prices = (coin.sparkline_in_7d?.price ?? []).filter((price) => price !== null);
  if (prices.length < 2) return null;
  const mean = prices.reduce((sum, price) => sum + price, 0) / prices.length;
  return Math.sqrt(prices.reduce((sum, price) => sum + (price - mean) ** 2, 0) / prices.length);
}

function field(value: unknown): string {
  if (value === null || value === undefined) return "";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const [, , url = "", pages = "0", folder = ""] = process.argv;
void main(url, Number(pages), folder);
