/**
 * Replays recorded coin lists and details of the real API and compares the table of contracts, as CSV
 * and in DuckDB, with their `platforms`. See recorded_days.test.ts.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { json, ScriptedServer } from "../coingecko/scripted_server";
import { duckDbRows } from "../support/duckdb_rows";
import { csvRecords } from "../support/output_files";
import { runInProcess } from "../support/run_in_process";
import { temporaryFolder } from "../support/temporary_folder";

interface Coin {
  readonly id: string;
  readonly symbol?: string;
  readonly name?: string;
  readonly platforms?: Readonly<Record<string, string | null>> | null;
}

const recorded = process.env.RECORDED_FOLDER ?? "";
const folder = temporaryFolder();
const date = "2026-01-02";
const bodyOf = (name: string): unknown => JSON.parse(readFileSync(join(recorded, name), "utf8"));
const names = readdirSync(recorded).sort();
const isCoin = (body: unknown): body is Coin =>
  typeof body === "object" && body !== null && "id" in body;

/** Platform, address, key and coin of every contract, as text. */
function expected(coins: readonly Coin[]): string[] {
  const contracts = coins.flatMap(({ id, platforms }) =>
    Object.entries(platforms ?? {}).flatMap(([platform, address]) => {
      if (!address?.trim()) return [];
      const key = /^0x[\da-f]{40}$/i.test(address) ? address.toLowerCase() : address;
      return JSON.stringify([platform, address, key, id, "true"]);
    }),
  );
  return [...new Set(contracts)].sort();
}

/** What asset-dim keeps of coins, of which the list or the details say their contracts. */
async function kept(name: string, coins: readonly Coin[], ...options: string[]) {
  const market = coins.map(({ id, symbol = id, name = id }) => ({ id, symbol, name }));
  const server = await ScriptedServer.serving((url) => {
    const { pathname, searchParams } = new URL(url, "http://host");
    if (pathname === "/coins/list") return json(coins);
    if (pathname === "/coins/markets") {
      const page = Number(searchParams.get("page"));
      return json(market.slice((page - 1) * 250, page * 250));
    }
    const coin = coins.find(({ id }) => pathname === `/coins/${encodeURIComponent(id)}`);
    return coin ? json(coin) : json({ error: "Not found" }, 404);
  });
  const output = join(folder(), name);
  try {
    await runInProcess(
      "asset-dim",
      ...[`--source=${server.url}`, `--snapshot-date=${date}`, `--output=${output}`, ...options],
    );
  } finally {
    await server.close();
  }
  const csv = join(output, "dimensions/asset_contract.csv");
  if (!existsSync(csv)) return { inCsv: null, inDuckDb: null };
  const records = csvRecords(csv);
  const rows = await duckDbRows(
    join(output, "warehouse.duckdb"),
    "SELECT COLUMNS(*)::VARCHAR FROM crypto_asset_contract",
  );
  const text = ({
    platform_id,
    contract_address,
    contract_address_key,
    ...row
  }: object & Record<string, unknown>) =>
    JSON.stringify([
      platform_id,
      contract_address,
      contract_address_key,
      row.asset_id,
      row.is_active,
    ]);
  return { inCsv: records.map(text).sort(), inDuckDb: rows.map(text).sort() };
}

test("the contracts of recorded details are those of the table", async () => {
  const coins = names
    .filter((name) => name.startsWith("coin_"))
    .map(bodyOf)
    .filter(isCoin);
  const ids = coins.map(({ id }) => id).join(",");
  const { inCsv, inDuckDb } = await kept("details", coins, `--coins=ids:${ids}`);
  expect(inCsv).toEqual(expected(coins));
  expect(inDuckDb).toEqual(expected(coins));
});

test("the contracts of recorded lists are those of the table; a list without platforms makes none", async () => {
  for (const name of names.filter((name) => name.startsWith("coins_list"))) {
    const list = bodyOf(name) as Coin[];
    const contracts = list.some(({ platforms }) => platforms) ? expected(list) : null;
    const { inCsv, inDuckDb } = await kept(name, list, "--detail-requests=0");
    expect(inCsv).toEqual(contracts);
    expect(inDuckDb).toEqual(contracts);
  }
});
