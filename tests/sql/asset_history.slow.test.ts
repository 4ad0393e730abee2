import fc from "fast-check";
import { readViews } from "../../pipelines/warehouses/view_files";
import { cryptoMarketSnapshotFact } from "../../schemas/crypto_market_snapshot_fact";
import { duckDbDdl } from "../../schemas/duckdb_ddl";
import {
  reckonedHistory,
  reckonedUniverse,
  type SeenCoin,
  type Snapshots,
} from "../support/asset_history";
import { type DuckDbInMemory, duckDbInMemory } from "../support/duckdb_in_memory";

const ids = ["a", "b", "c"];
const texts = fc.constantFrom("X", "Y", null);
const coin = fc.record({ id: fc.constantFrom(...ids), name: texts, symbol: texts });
/** Up to twelve of thirty days, each with some of the coins: so with gaps, leaves, returns, renames. */
const histories: fc.Arbitrary<Snapshots> = fc.uniqueArray(
  fc.record({
    date: fc.integer({ min: 1, max: 30 }).map((day) => `2026-01-${String(day).padStart(2, "0")}`),
    coins: fc.uniqueArray(coin, { selector: ({ id }) => id, minLength: 1, maxLength: 3 }),
  }),
  { selector: ({ date }) => date, maxLength: 12 },
);

const views = [
  "crypto_asset_history",
  "crypto_universe",
  "crypto_newcomers_leavers",
  "crypto_graveyard",
];

describe("the past as it was", () => {
  let memory: DuckDbInMemory;
  beforeAll(async () => {
    memory = await duckDbInMemory();
    await memory.connection.run(duckDbDdl(cryptoMarketSnapshotFact));
    for (const { name, sql } of readViews("duckdb")) {
      if (views.includes(name)) await memory.connection.run(`CREATE VIEW ${name} AS ${sql}`);
    }
  });
  afterAll(() => {
    memory.close();
  });

  it("is what the snapshots say day by day, whatever came, went, returned or was renamed", async () => {
    await fc.assert(
      fc.asyncProperty(histories, async (snapshots) => {
        await fill(snapshots);
        const versions = reckonedHistory(snapshots).map((version) => ({
          ...version,
          days_seen: String(version.days_seen),
          is_current: version.valid_to === null,
        }));
        expect(sorted(await rowsOf("crypto_asset_history"))).toEqual(sorted(versions));
        expect(sorted(await rowsOf("crypto_universe"))).toEqual(
          sorted(reckonedUniverse(snapshots)),
        );
        expect(sorted(await rowsOf("crypto_newcomers_leavers"))).toEqual(
          sorted(changesOf(snapshots)),
        );
        expect(sorted(await rowsOf("crypto_graveyard"))).toEqual(sorted(buriedIn(snapshots)));
      }),
      { numRuns: 60 },
    );
  });

  it("closes no version on a day without any snapshot, and each on one that lacks the coin", async () => {
    const bitcoin = { id: "bitcoin", name: "Bitcoin", symbol: "btc" };
    const other = { id: "other", name: "Other", symbol: "oth" };
    await fill([
      { date: "2026-01-01", coins: [bitcoin, other] },
      { date: "2026-01-05", coins: [bitcoin] },
      { date: "2026-01-06", coins: [{ ...bitcoin, name: "Bitcoin 2" }, other] },
    ]);
    const rows = await rowsOf("crypto_asset_history");
    const shown = rows.map(({ asset_id, name, valid_from, valid_to }) =>
      JSON.stringify([asset_id, name, valid_from, valid_to]),
    );
    expect(shown.sort()).toEqual([
      '["bitcoin","Bitcoin 2","2026-01-06",null]',
      '["bitcoin","Bitcoin","2026-01-01","2026-01-06"]',
      '["other","Other","2026-01-01","2026-01-05"]',
      '["other","Other","2026-01-06",null]',
    ]);
  });

  async function fill(snapshots: Snapshots): Promise<void> {
    const { connection } = memory;
    await connection.run("DELETE FROM crypto_market_snapshot_fact");
    const values = snapshots.flatMap(({ date, coins }) =>
      coins.map(
        ({ id, name, symbol }) => `('${date}', '${id}', ${sqlText(name)}, ${sqlText(symbol)})`,
      ),
    );
    if (values.length === 0) return;
    await connection.run(
      `INSERT INTO crypto_market_snapshot_fact BY NAME
       SELECT date::DATE AS snapshot_date, id AS asset_id, name, symbol, 'usd' AS vs_currency,
         now() AS ingested_at, day(date::DATE) AS current_price
       FROM (VALUES ${values.join(", ")}) AS t(date, id, name, symbol)`,
    );
  }

  async function rowsOf(view: string) {
    const reader = await memory.connection.runAndReadAll(`SELECT * FROM ${view}`);
    return reader.getRowObjectsJson();
  }
});

/** crypto_newcomers_leavers, from the reckoned universe. */
function changesOf(snapshots: Snapshots) {
  const dates = snapshots.map(({ date }) => date).sort();
  return reckonedUniverse(snapshots).flatMap(
    ({ snapshot_date, asset_id, is_newcomer, is_leaver }) => {
      const coin = coinOn(snapshots, snapshot_date, asset_id);
      const next = dates[dates.indexOf(snapshot_date) + 1] ?? "";
      return [
        ...(is_newcomer === true ? [{ ...coin, snapshot_date, change: "newcomer" }] : []),
        ...(is_leaver === true ? [{ ...coin, snapshot_date: next, change: "leaver" }] : []),
      ];
    },
  );
}

function coinOn(snapshots: Snapshots, date: string, id: string) {
  const coins: readonly SeenCoin[] = snapshots.find((day) => day.date === date)?.coins ?? [];
  const { name = null, symbol = null } = coins.find((coin) => coin.id === id) ?? {};
  const price = Number(date.slice(8));
  return { asset_id: id, name, symbol, vs_currency: "usd", price, market_cap_rank: null };
}

/** crypto_graveyard: the last that was seen of each coin that the newest snapshot lacks. */
function buriedIn(snapshots: Snapshots) {
  const days = snapshots.toSorted((a, b) => (a.date < b.date ? 1 : -1));
  return ids.flatMap((id) => {
    const last = days.find(({ coins }) => coins.some((coin) => coin.id === id))?.date;
    if (last === undefined || last === days[0]?.date) return [];
    const { price, market_cap_rank, ...coin } = coinOn(snapshots, last, id);
    const then = { last_price: price, last_market_cap_rank: market_cap_rank };
    return [{ ...coin, ...then, last_seen_date: last }];
  });
}

function sqlText(text: string | null): string {
  return text === null ? "NULL" : `'${text}'`;
}

/** Rows as sorted lines, each with its values in the order of their names. */
function sorted(rows: readonly object[]): string[] {
  return rows
    .map((row) => JSON.stringify(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1))))
    .sort();
}
