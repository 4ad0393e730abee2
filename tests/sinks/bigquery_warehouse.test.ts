import { csvHeader } from "../../schemas/csv_header";
import type { TableSpec } from "../../schemas/table";
import { Problem } from "../../pipelines/problem";
import { BigQueryWarehouse } from "../../pipelines/sinks/bigquery_warehouse";
import { CloudObjectStore } from "../../pipelines/sinks/cloud_object_store";
import type { CsvFile } from "../../pipelines/sinks/warehouse";
import type { Fault } from "../support/api_double";
import { BigQueryDouble } from "../support/bigquery_double";
import { StorageDouble } from "../support/storage_double";

const quick = { attempts: 3, firstDelay: 1, longestDelay: 5, timeout: 200 };

const prices = {
  name: "prices",
  description: "Prices.",
  primaryKey: ["day", "id"],
  partitionBy: "day",
  clusterBy: ["id"],
  orderBy: ["id"],
  columns: [
    { name: "day", type: "DATE", required: true, description: "The day." },
    { name: "id", type: "STRING", required: true, description: "The coin." },
    { name: "price", type: "BIGNUMERIC", description: "The price." },
  ],
} as const satisfies TableSpec;

let storage: StorageDouble;
let bigquery: BigQueryDouble;
let store: CloudObjectStore;

beforeEach(async () => {
  storage = new StorageDouble("demo-bucket");
  bigquery = new BigQueryDouble("demo-project", (uri) =>
    storage.content("demo-bucket", uri.replace("gs://demo-bucket/", "")),
  );
  process.env.STORAGE_EMULATOR_HOST = await storage.start();
  process.env.BIGQUERY_EMULATOR_HOST = await bigquery.start();
  store = new CloudObjectStore("gs://demo-bucket/crypto", "run-1", { retry: quick });
});

afterEach(async () => {
  await Promise.all([storage.stop(), bigquery.stop()]);
});

const open = (project = "demo-project") =>
  new BigQueryWarehouse(project, "crypto", { retry: quick });

async function write(path: string, ...records: string[]): Promise<CsvFile> {
  const content = csvHeader(prices) + records.map((record) => `${record}\n`).join("");
  const { sha256 } = await store.write(path, content, { metadata: { rows: `${records.length}` } });
  return { store, path, rows: records.length, sha256 };
}

const first = { date: "2026-01-01" };
const second = { date: "2026-01-02" };
const bitcoin = (day: string, price: string) => `${day},bitcoin,${price}`;
const rows = (day?: string) =>
  bigquery.table("crypto", "prices").rows(day?.replaceAll("-", "")).map(String);
const called = (name: string) => bigquery.calls.filter((call) => call.name === name).length;

describe("A load into BigQuery", () => {
  it("replaces its day and leaves the others", async () => {
    const warehouse = open();
    await warehouse.prepare(prices);
    await warehouse.load(prices, await write("1.csv", bitcoin(first.date, "1")), first);
    await warehouse.load(prices, await write("2.csv", bitcoin(second.date, "2")), second);
    await warehouse.load(prices, await write("1.csv", bitcoin(first.date, "3")), first);
    expect(rows()).toEqual(["2026-01-01,bitcoin,3", "2026-01-02,bitcoin,2"]);
  });

  it("is not done again when nothing was written since", async () => {
    const csv = await write("1.csv", bitcoin(first.date, "1"));
    for (const _ of [1, 2, 3]) {
      const warehouse = open();
      await warehouse.prepare(prices);
      expect(await warehouse.load(prices, csv, first)).toBe(1);
    }
    expect(bigquery.jobs.size).toBe(1);
  });

  it("is not done again when another day was written since", async () => {
    const warehouse = open();
    await warehouse.prepare(prices);
    const csv = await write("1.csv", bitcoin(first.date, "1"));
    await warehouse.load(prices, csv, first);
    await warehouse.load(prices, await write("2.csv", bitcoin(second.date, "2")), second);
    await warehouse.load(prices, csv, first);
    expect(bigquery.jobs.size).toBe(2);
  });

  it("is done again when something else was written since", async () => {
    const warehouse = open();
    await warehouse.prepare(prices);
    const one = await write("1.csv", bitcoin(first.date, "1"));
    const other = await write("other.csv", bitcoin(first.date, "2"));
    for (const csv of [one, other, one, other, one]) await warehouse.load(prices, csv, first);
    expect(rows()).toEqual(["2026-01-01,bitcoin,1"]);
    expect(bigquery.jobs.size).toBe(5);
  });

  it("waits for the job of a run that died", async () => {
    const warehouse = open();
    await warehouse.prepare(prices);
    const csv = await write("1.csv", bitcoin(first.date, "1"));
    bigquery.faults = ({ name }) => (name === "bigquery.jobs.get" ? 503 : undefined);
    await expect(warehouse.load(prices, csv, first)).rejects.toThrow(Problem);
    bigquery.faults = () => undefined;
    expect(await open().load(prices, csv, first)).toBe(1);
    expect(bigquery.jobs.size).toBe(1);
  });

  it("starts another job after one that failed", async () => {
    const warehouse = open();
    await warehouse.prepare(prices);
    const csv = await write("1.csv", bitcoin(first.date, "1"));
    bigquery.failures.push({ reason: "quotaExceeded", message: "Quota exceeded: too many loads" });
    await expect(warehouse.load(prices, csv, first)).rejects.toThrow(
      /Quota exceeded.*quota is free/,
    );
    expect(await warehouse.load(prices, csv, first)).toBe(1);
  });

  it("starts another job by itself when the service had to give one up", async () => {
    const warehouse = open();
    await warehouse.prepare(prices);
    const csv = await write("1.csv", bitcoin(first.date, "1"));
    bigquery.failures.push({ reason: "backendError", message: "Error encountered. Try again." });
    expect(await warehouse.load(prices, csv, first)).toBe(1);
    expect(bigquery.jobs.size).toBe(2);
  });

  it("replaces the whole table in one job when it is to be cleared", async () => {
    const warehouse = open();
    await warehouse.prepare(prices);
    await warehouse.load(prices, await write("1.csv", bitcoin(first.date, "1")), first);
    const csv = await write("2.csv", bitcoin(second.date, "2"));
    await warehouse.load(prices, csv, { ...second, clear: true });
    expect(rows()).toEqual(["2026-01-02,bitcoin,2"]);
    expect(bigquery.jobs.size).toBe(2);
  });

  it("shows the line that BigQuery refuses, and changes nothing", async () => {
    const warehouse = open();
    await warehouse.prepare(prices);
    await warehouse.load(prices, await write("1.csv", bitcoin(first.date, "1")), first);
    const bad = await write(
      "1.csv",
      bitcoin(first.date, "2"),
      '2026-01-01,"a\nb",3',
      "2026-01-01,eth,x",
    );
    await expect(warehouse.load(prices, bad, first)).rejects.toThrow(
      /line_number: 5 .*column_name: "price".*begins: 2026-01-01,eth,x Nothing was changed/,
    );
    expect(rows()).toEqual(["2026-01-01,bitcoin,1"]);
  });

  it("refuses a file that was edited between upload and load", async () => {
    const warehouse = open();
    await warehouse.prepare(prices);
    const csv = await write("1.csv", bitcoin(first.date, "1"));
    storage.put("demo-bucket", "crypto/1.csv", "edited");
    await expect(warehouse.load(prices, csv, first)).rejects.toThrow(/no longer the file/);
    expect(bigquery.jobs.size).toBe(0);
  });

  it("holds what the file holds when another run replaces both meanwhile", async () => {
    const warehouse = open();
    await warehouse.prepare(prices);
    const csv = await write("1.csv", bitcoin(first.date, "1"));
    const other = new CloudObjectStore("gs://demo-bucket/crypto", "run-2", { retry: quick });
    let done = false;
    bigquery.faults = async ({ name }, moment) => {
      if (name !== "bigquery.jobs.insert" || moment === "before" || done) return undefined;
      done = true;
      const content = `${csvHeader(prices)}${bitcoin(first.date, "2")}\n`;
      await other.write("1.csv", content, { metadata: { rows: "1" } });
      return undefined;
    };
    await warehouse.load(prices, csv, first);
    expect(rows()).toEqual(["2026-01-01,bitcoin,2"]);
  });

  const faults: Fault[] = [429, 500, 503, "reset", "timeout", "cut"];
  for (const fault of faults) {
    for (const moment of ["before", "after"] as const) {
      it(`is the same, in one job, when a call fails once with ${fault} ${moment} its effect`, async () => {
        for (let at = 0; ; at++) {
          bigquery.calls.length = 0;
          const dataset = `crypto_${at}`;
          const warehouse = new BigQueryWarehouse("demo-project", dataset, { retry: quick });
          bigquery.faults = ({ index }, now) =>
            index === at && now === moment ? fault : undefined;
          await warehouse.prepare(prices);
          const csv = await write("1.csv", bitcoin(first.date, "1"));
          expect(await warehouse.load(prices, csv, first)).toBe(1);
          expect(await warehouse.countRows(prices, first.date)).toBe(1);
          expect(bigquery.table(dataset, "prices").rows()).toHaveLength(1);
          expect(bigquery.jobs.size).toBe(at + 1);
          if (at >= bigquery.calls.length) break;
        }
      });
    }
  }

  it("leaves everything and names the call when the trouble stays", async () => {
    const warehouse = open();
    await warehouse.prepare(prices);
    await warehouse.load(prices, await write("1.csv", bitcoin(first.date, "1")), first);
    const csv = await write("1.csv", bitcoin(first.date, "2"));
    bigquery.faults = ({ name }) => (name === "bigquery.jobs.insert" ? 503 : undefined);
    await expect(open().load(prices, csv, first)).rejects.toThrow(
      "BigQuery answered 503: bigquery.jobs.insert failed 3 times: Injected 503.",
    );
    expect(called("bigquery.jobs.insert")).toBe(4);
    expect(rows()).toEqual(["2026-01-01,bitcoin,1"]);
  });
});
