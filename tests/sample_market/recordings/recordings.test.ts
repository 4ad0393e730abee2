import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { jsonParts } from "../../../pipelines/core/text/json_parts";
import {
  serveRecordings,
  type RecordingsServer,
} from "../../../pipelines/sample_market/recordings/serve_recordings";
import { ask, askJson, type Element } from "../ask";

const element = (id: string, more = "") =>
  `{"id": "${id}", "symbol": "s", "name": "N, \\"${id}\\" ]", "current_price": 1.50${more}}`;
const firstDay = `[${element("b")}, ${element("a", ', "max_supply": 21000000.0')}, ${element("c [old]")}]`;
const secondDay = `[${element("b")}]`;

const files: Record<string, string | Buffer> = {
  "markets_top3_daily_2025-05.jsonl.gz": gzipSync(
    `{"fetched_at": "2025-05-01T01:14:35+00:00", "body": ${firstDay}}\n` +
      `{"body": ${secondDay}, "fetched_at": "2025-05-02T01:00:00+00:00"}\n`,
  ),
  "markets_2025-05-03.json": `[${element("d")}]`,
  "markets_odd.json": `[${element("e", ', "last_updated": "2024-01-05T10:00:00.000Z"')}]`,
  "error_403_instead_of_page.json": '{"status":{"error_code":403}}',
  "coin_b.json": '{ "id": "b",  "genesis_date": null }',
  "coin_b_again.json": '{"id": "b", "later": true}',
  "history_b.json": '{"id":"b","market_data":{}}',
  "market_chart_b-c_90d.json": '{"prices":[]}',
  "coins_categories.json": "[ ]",
  "coins_categories_list.json": '[{"category_id":"x"}]',
  "exchange_rates.json": '{"rates": {}}',
  "global.json": '{"data": {}}',
  "notes.txt": "not JSON",
};

describe("serveRecordings", () => {
  let folder: string;
  let server: RecordingsServer;
  const markets = async (query = "") =>
    (await ask(`${server.url}/coins/markets?vs_currency=usd${query}`)).text;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "recordings-"));
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
    server = await serveRecordings(folder, { date: "2025-05-01" });
  });
  afterAll(async () => {
    await server.close();
    rmSync(folder, { recursive: true });
  });

  it("serves a day's page as recorded", async () => {
    expect(await markets()).toBe(firstDay.replaceAll("}, {", "},{"));
    expect(JSON.parse(await markets())).toEqual(JSON.parse(firstDay));
  });

  it("slices, filters and sorts it as the API does", async () => {
    const ids = async (query: string) =>
      (JSON.parse(await markets(query)) as Element[]).map(({ id }) => id);
    expect(await ids("&per_page=2")).toEqual(["b", "a"]);
    expect(await ids("&per_page=2&page=2")).toEqual(["c [old]"]);
    expect(await ids("&per_page=2&page=3")).toEqual([]);
    expect(await ids("&order=id_asc")).toEqual(["a", "b", "c [old]"]);
    expect(await ids("&order=id_desc&per_page=1")).toEqual(["c [old]"]);
    expect(await ids("&ids=c%20%5Bold%5D,b,nobody")).toEqual(["b", "c [old]"]);
    expect((await ask(`${server.url}/coins/markets`)).status).toBe(422);
  });

  it("lists the coins of the page", async () => {
    const list = await askJson<Element[]>(`${server.url}/coins/list`);
    expect(list.map(({ id }) => id)).toEqual(["b", "a", "c [old]"]);
    expect(list[0]?.name).toBe('N, "b" ]');
    expect(await askJson(`${server.url}/coins/list?status=inactive`)).toEqual([]);
  });

  it("finds the days of all pages in the folder, and serves the selected one", async () => {
    expect(server.dates).toEqual(["2024-01-05", "2025-05-01", "2025-05-02", "2025-05-03"]);
    server.show("2025-05-02");
    expect(await markets()).toBe(secondDay);
    server.show("2024-01-05");
    expect(await markets()).toContain('"id": "e"');
    expect(() => {
      server.show("2025-05-09");
    }).toThrow("No market page of 2025-05-09 was recorded");
    server.show("2025-05-01");
  });

  it("serves recorded details, history, charts and lists byte for byte", async () => {
    const text = async (path: string) => (await ask(server.url + path)).text;
    expect(await text("/coins/b?localization=false")).toBe(files["coin_b.json"]);
    expect(await text("/coins/b/history?date=01-01-2024")).toBe(files["history_b.json"]);
    expect(await text("/coins/b-c/market_chart?vs_currency=usd&days=90")).toBe('{"prices":[]}');
    expect(await text("/coins/categories")).toBe("[ ]");
    expect(await text("/coins/categories/list")).toBe('[{"category_id":"x"}]');
    expect(await text("/exchange_rates")).toBe(files["exchange_rates.json"]);
    expect(await text("/global")).toBe(files["global.json"]);
    const nobody = await ask(`${server.url}/coins/nobody`);
    expect([nobody.status, nobody.text]).toEqual([404, '{"error":"coin not found"}']);
  });

  it("serves the last day by default", async () => {
    const other = await serveRecordings(folder);
    const url = `${other.url}/coins/markets?vs_currency=usd`;
    expect((await askJson<Element[]>(url)).map(({ id }) => id)).toEqual(["d"]);
    await other.close();
  });

  it("reports a folder that is unreadable or without pages", async () => {
    await expect(serveRecordings(join(folder, "none"))).rejects.toThrow(/Cannot read the folder/);
    const empty = mkdtempSync(join(tmpdir(), "recordings-"));
    await expect(serveRecordings(empty)).rejects.toThrow(/No recorded market page in/);
    rmSync(empty, { recursive: true });
  });
});

describe("jsonParts", () => {
  it("splits as JSON.parse does, and keeps the notation of numbers", () => {
    expect(jsonParts('[1.0, "a,\\"]\\\\", {"x": [1, 2]}, [], null]')).toEqual([
      "1.0",
      '"a,\\"]\\\\"',
      '{"x": [1, 2]}',
      "[]",
      "null",
    ]);
    expect(jsonParts(' { "a" : 6.25e-06 , "b": {} } ')).toEqual(['"a" : 6.25e-06', '"b": {}']);
    expect(jsonParts("[]")).toEqual([]);
  });
});
