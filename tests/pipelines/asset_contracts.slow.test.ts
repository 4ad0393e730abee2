import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import { startCloudDoubles } from "../../emulators/google/cloud_doubles";
import { log } from "../../pipelines/core/log";
import { csvPath } from "../../pipelines/run/paths";
import { readCsv } from "../../pipelines/storage/csv/read_csv";
import { LocalObjectStore } from "../../pipelines/storage/local/object_store";
import { assetPlatformDim } from "../../schemas/asset_platform_dim";
import { cryptoAssetContract } from "../../schemas/crypto_asset_contract";
import type { Row, TableSpec } from "../../schemas/table";
import { json, type Reply, type ScriptedServer } from "../coingecko/scripted_server";
import { answersOf, dayAfter } from "../sample_market/answers_of";
import { CloudOutput } from "../support/cloud_output";
import { duckDbRows } from "../support/duckdb_rows";
import { environmentVariables } from "../support/environment_variables";
import { csvRecords, dataHashes, reportIn, strayFiles } from "../support/output_files";
import { runInProcess } from "../support/run_in_process";
import { temporaryFolder } from "../support/temporary_folder";
import { type ContractMarket, platformList, serveContracts } from "./contract_market";

const folder = temporaryFolder();
const setVariables = environmentVariables();
beforeAll(() => {
  log.level = "error";
});

const contractsIn = (output: string) => csvRecords(output, "dimensions/asset_contract.csv");
const evm = `0x${"ab".repeat(20)}`;
const day = (n: number) => `2026-01-0${n}`;

interface Listed {
  readonly id: string;
  readonly platforms: Readonly<Record<string, string | null>>;
}

/** Platform, address and coin of every contract on a day's list of the sample market. */
function contractsOn(date: string, coins = 400): [platform: string, address: string, id: string][] {
  const list = answersOf(coins, date).json("coins/list", "include_platform=true") as Listed[];
  return list.flatMap(({ id, platforms }) =>
    Object.entries(platforms).flatMap(([platform, address]) =>
      address ? [[platform, address, id] as [string, string, string]] : [],
    ),
  );
}

/** The coins of every contract on a day's list. */
function holdersOn(date: string): Map<string, Set<string>> {
  const holders = new Map<string, Set<string>>();
  for (const [platform, address, id] of contractsOn(date)) {
    const contract = `${platform} ${address}`;
    holders.set(contract, new Set([...(holders.get(contract) ?? []), id]));
  }
  return holders;
}

describe("On the sample market", () => {
  const runOn = (output: string, date: string) =>
    runInProcess(
      "asset-dim",
      ...["--source=sample:400", `--snapshot-date=${date}`, `--output=${output}`],
      "--detail-requests=0",
    );

  test("every cell is the list's, in CSV and table; a move shows in both rows and the report", async () => {
    const output = join(folder(), "sample");
    const dates = Array.from({ length: 31 }, (_, n) => dayAfter("2026-10-20", n));
    const held = dates.map(holdersOn);
    const at = held.findIndex((now, n) =>
      [...now].some(([contract, ids]) => {
        const former = held[n - 1]?.get(contract) ?? new Set();
        return [...former].some((id) => !ids.has(id)) && [...ids].some((id) => !former.has(id));
      }),
    );
    const [before = "", date = ""] = dates.slice(at - 1, at + 1);
    const [first] = await runOn(output, before);
    expect(first?.moved_contracts).toBe(0);
    const [second] = await runOn(output, date);
    expect(second?.moved_contracts).toBeGreaterThan(0);

    const seen = new Map<
      string,
      { dates: string[]; platform: string; address: string; id: string }
    >();
    for (const on of [before, date]) {
      for (const [platform, address, id] of contractsOn(on)) {
        const key = JSON.stringify([platform, address, id]);
        seen.set(key, { dates: [...(seen.get(key)?.dates ?? []), on], platform, address, id });
      }
    }
    const expected = [...seen.values()].map(({ dates, platform, address, id }) => ({
      platform_id: platform,
      contract_address: address,
      contract_address_key: /^0x[\da-f]{40}$/i.test(address) ? address.toLowerCase() : address,
      asset_id: id,
      first_seen_date: dates[0],
      last_seen_date: dates.at(-1),
      is_active: String(dates.at(-1) === date),
      last_checked_date: date,
    }));
    const records = contractsIn(output);
    const byText = (a: unknown, b: unknown) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
    expect(records.toSorted(byText)).toEqual(expected.sort(byText));
    const rows = await duckDbRows(
      join(output, "warehouse.duckdb"),
      "SELECT COLUMNS(*)::VARCHAR FROM crypto_asset_contract",
    );
    expect(rows.sort(byText)).toEqual(records.sort(byText));
    expect(
      records.filter(({ contract_address: a, contract_address_key: k }) => a !== k),
    ).not.toEqual([]);

    const moved = await duckDbRows(
      join(output, "warehouse.duckdb"),
      `SELECT DISTINCT platform_id, contract_address_key
       FROM crypto_asset_contract AS new JOIN crypto_asset_contract AS old
         USING (platform_id, contract_address_key)
       WHERE new.first_seen_date = '${date}' AND old.last_seen_date = '${before}' AND NOT old.is_active`,
    );
    expect(second?.moved_contracts).toBe(moved.length);
  });

  test("a repeat makes no call, gives the same bytes, and counts the same moves", async () => {
    const output = join(folder(), "sample");
    const hashes = dataHashes(output);
    const [{ last_checked_date: date = "" } = {}] = contractsIn(output);
    const { moved_contracts } = reportIn(output, "asset-dim", date);
    const [again] = await runOn(output, date);
    expect(again).toMatchObject({ moved_contracts, api: { requests: 0 } });
    expect(dataHashes(output)).toEqual(hashes);
    expect(strayFiles(output)).toEqual([]);
  });

  test("the platforms join the contracts but for those that are not listed, which are warned of", async () => {
    const output = join(folder(), "sample");
    const rows = await duckDbRows(
      join(output, "warehouse.duckdb"),
      `SELECT platform_id, count(*) FILTER (contract.is_active)::INTEGER AS contracts
       FROM crypto_asset_contract AS contract ANTI JOIN asset_platform_dim USING (platform_id)
       GROUP BY 1`,
    );
    expect(rows).toMatchObject([{ platform_id: "unlisted-chain" }]);
    const [{ last_checked_date: date = "" } = {}] = contractsIn(output);
    expect(reportIn(output, "asset-dim", date).warnings).toContain(
      `${Number(rows[0]?.contracts)} contracts are on a platform that asset_platform_dim does not have: unlisted-chain.`,
    );
    const platforms = csvRecords(output, "dimensions/asset_platform_dim.csv");
    expect(platforms.find(({ platform_id }) => platform_id === "base")).toMatchObject({
      ...{ chain_identifier: "8453", name: "Base", shortname: "Base" },
    });
  });
});

test("in BigQuery the tables are what the CSV files hold", async () => {
  const doubles = await startCloudDoubles();
  setVariables(doubles.env);
  try {
    const cloud = new CloudOutput(doubles, "contracts");
    for (const date of ["2026-10-20", "2026-10-21"]) {
      const options = [`--snapshot-date=${date}`, "--detail-requests=2", ...cloud.options];
      await runInProcess("asset-dim", "--source=sample:60", ...options);
    }
    for (const table of [cryptoAssetContract, assetPlatformDim]) {
      const rows: Row[] = [];
      const csv = Readable.from(cloud.content(csvPath(table, "")));
      for await (const row of readCsv<TableSpec>(table, csv, table.name)) rows.push(row);
      const byText = (a: Row, b: Row) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
      expect(cloud.rows(table).toSorted(byText)).toEqual(rows.sort(byText));
      expect(rows.length).toBeGreaterThan(5);
    }
  } finally {
    await doubles.stop();
  }
});

describe("On a market of a few coins", () => {
  const market: ContractMarket = { list: [], platforms: platformList("base"), details: {} };
  let server: ScriptedServer;
  beforeAll(async () => {
    server = await serveContracts(market);
  });
  afterAll(() => server.close());
  beforeEach(() => {
    market.list = [{ id: "a", platforms: { base: evm } }];
    market.platforms = platformList("base");
    market.details = {};
  });

  const run = async (output: string, date: string, ...more: string[]) => {
    const where = [`--source=${server.url}`, `--snapshot-date=${date}`, `--output=${output}`];
    const [report] = await runInProcess("asset-dim", ...where, "--warehouse=none", ...more);
    return report;
  };
  const idle = "--detail-requests=0";
  const summary = (output: string) =>
    contractsIn(output).map(({ platform_id, contract_address, asset_id, is_active }) =>
      [platform_id, contract_address, asset_id, is_active].join(" "),
    );
  const platformsIn = (output: string) => {
    const path = join(output, "dimensions/asset_platform_dim.csv");
    return existsSync(path) ? readFileSync(path, "utf8") : null;
  };

  test("days give the same bytes in any order", async () => {
    const lists: Record<string, ContractMarket["list"]> = {
      [day(1)]: [
        { id: "a", platforms: { base: evm } },
        { id: "b", platforms: { base: "B" } },
      ],
      [day(2)]: [
        { id: "b", platforms: { base: evm } },
        { id: "c", platforms: {} },
      ],
      [day(3)]: [
        { id: "a", platforms: { base: "0xA", sui: "x" } },
        { id: "c", platforms: { sui: "c" } },
      ],
    };
    const outputs: string[] = [];
    for (const order of [
      [1, 2, 3],
      [3, 1, 2],
      [2, 3, 1],
    ]) {
      const output = join(folder(), `order-${order.join("")}`);
      for (const date of order.map(day)) {
        market.list = lists[date] ?? [];
        market.platforms = platformList(date === day(2) ? "sui" : "base", "solana");
        await run(output, date, idle);
      }
      outputs.push(output);
    }
    const [first = "", ...others] = outputs;
    for (const other of others) expect(dataHashes(other)).toEqual(dataHashes(first));
    expect(summary(first)).toEqual([
      "base 0xA a true",
      `base ${evm} a false`,
      `base ${evm} b false`,
      "base B b false",
      "sui c c true",
      "sui x a true",
    ]);
    expect(reportIn(first, "asset-dim", day(2)).moved_contracts).toBe(1);
  });

  test("odd platforms are read as they are; what can't be read is a reject, and leaves its coin's contracts", async () => {
    const output = join(folder(), "odd");
    market.list = [{ id: "kept", platforms: { base: "known" } }];
    await run(output, day(1), idle);
    const long = "A".repeat(500);
    market.list = [
      { id: "own", platforms: { "": "" } },
      { id: "none", platforms: { base: "", sui: null } },
      { id: "said nothing", platforms: null },
      { id: "odd", platforms: { base: "1", sui: long, "un known": " a b " } },
      { id: "one", platforms: { base: evm } },
      { id: "other", platforms: { base: evm.toUpperCase().replace("X", "x") } },
      { id: "twice", platforms: { base: "t" } },
      { id: "twice", platforms: { base: "t" } },
      { id: "kept", platforms: { base: 5 } },
    ];
    const report = await run(output, day(2), idle, "--max-rejects=50%");
    expect(summary(output).sort()).toEqual(
      [
        "base 1 odd true",
        `sui ${long} odd true`,
        "un known  a b  odd true",
        `base ${evm} one true`,
        `base ${evm.toUpperCase().replace("X", "x")} other true`,
        "base t twice true",
        "base known kept true",
      ].sort(),
    );
    const [kept] = contractsIn(output).filter(({ asset_id }) => asset_id === "kept");
    expect(kept?.last_checked_date).toBe(day(1));
    expect(report?.table_counts.crypto_asset_contract).toEqual({
      ...{ fetched: 9, rows: 7, duplicates: 1, rejects: 1 },
    });
    expect(report?.counts.rejects).toBe(0);
    const rejected = readFileSync(join(output, `rejected/asset-dim/${day(2)}.jsonl`), "utf8");
    expect(JSON.parse(rejected)).toMatchObject({
      asset_id: "kept",
      field: "platforms.base",
      reason: "platforms.base: expected a text, got the number 5",
    });
    expect(report?.warnings).toContain(
      "2 contracts are on 2 platforms that asset_platform_dim does not have: sui, un known.",
    );
  });

  const refused = { status: { error_code: 10005, error_message: "Pro API only." } };
  test.each<[string, Reply]>([
    ["missing", json({ error: "Not found" }, 404)],
    ["refused", json(refused, 401)],
    ["empty", json([])],
    ["of another shape", json({ base: "Base" })],
    ["of other elements", json(["base", 5, null, { name: "Base" }])],
    ["not JSON", { body: "<html>Hello</html>" }],
  ])("a list of platforms that is %s leaves them as they were", async (kind, reply) => {
    const output = join(folder(), `platforms ${kind}`);
    await run(output, day(1), idle);
    const before = platformsIn(output);
    market.platforms = reply;
    const report = await run(output, day(2), idle);
    expect(report?.state).toBe("DONE");
    expect(platformsIn(output)).toBe(before);
    expect(before).toContain("base,4,base,,,2026-01-01,2026-01-01\n");
    expect(report?.warnings.join()).toMatch(/asset_platform_dim was left as it was: .*platforms/);
    expect(contractsIn(output)[0]?.last_seen_date).toBe(day(2));
  });

  test("elements of the list of platforms that can't be read are rejects", async () => {
    const output = join(folder(), "platform rejects");
    market.platforms = json([
      { id: "base", chain_identifier: 8453, name: "Base", shortname: "", native_coin_id: "a" },
      { id: "base", name: "Again" },
      { id: "near", chain_identifier: "397" },
    ]);
    const report = await run(output, day(1), idle, "--max-rejects=1");
    expect(platformsIn(output)).toContain("\nbase,8453,Base,,a,2026-01-01,2026-01-01\n");
    expect(report?.table_counts.asset_platform_dim).toEqual({
      ...{ fetched: 3, rows: 1, duplicates: 1, rejects: 1 },
    });
  });

  test("the list of platforms is left out where the budget has no call for it", async () => {
    const output = join(folder(), "budget");
    const report = await run(output, day(1), idle, "--max-requests=3");
    const market = report?.api.requests ?? 0;
    expect(market).toBe(3);
    const short = await run(join(folder(), "short"), day(1), idle, "--max-requests=2");
    expect(short?.warnings.join()).toMatch(/asset_platform_dim .* budget of 2 API calls is spent/);
    expect(platformsIn(join(folder(), "short"))).toBeNull();
  });

  test("an archived list without platforms says nothing: all stays as it was", async () => {
    const output = join(folder(), "archived");
    await run(output, day(1), idle);
    const before = readFileSync(join(output, "dimensions/asset_contract.csv"));
    const source = reportIn(output, "asset-dim", day(1)).source.replace(/^\w+:\/\//, "");
    const store = new LocalObjectStore(output, "run");
    const archives: string[] = [];
    for await (const { path } of store.list("raw/")) archives.push(path);
    const list = archives.find((path) => path.includes("coins_list"))?.replace(day(1), day(2));
    await store.write(
      list ?? source,
      gzipSync(JSON.stringify([{ id: "c", symbol: "c", name: "c" }])),
    );
    market.list = [{ id: "c", platforms: { base: "new" } }];
    const report = await run(output, day(2), idle);
    expect(readFileSync(join(output, "dimensions/asset_contract.csv"))).toEqual(before);
    expect(report?.warnings.join()).toMatch(
      /crypto_asset_contract was left as it was: the coin list has no platforms/,
    );
    expect(report?.api.from_archive).toBe(1);
  });

  test("with other coins than all, the details give the contracts of those asked for", async () => {
    const output = join(folder(), "part");
    market.list = [
      { id: "a", platforms: { base: evm } },
      { id: "b", platforms: { base: "b" } },
    ];
    await run(output, day(1), idle);
    market.details = { a: { sui: "a", "": "" } };
    const report = await run(output, day(2), "--coins=ids:a");
    expect(summary(output)).toEqual([`base ${evm} a false`, "base b b true", "sui a a true"]);
    expect(report?.api.requests).toBe(3);
    market.details = { a: { sui: 5 } };
    await run(output, day(3), "--coins=ids:a", "--max-rejects=50%");
    expect(summary(output)).toEqual([`base ${evm} a false`, "base b b true", "sui a a true"]);
  });
});
