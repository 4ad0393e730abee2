import type { TableSpec } from "../../../schemas/table";
import { cryptoMarketSnapshotFact } from "../../../schemas/crypto_market_snapshot_fact";
import { BigQueryWarehouse } from "../../../pipelines/warehouses/bigquery/warehouse";
import { project } from "../../../emulators/google/cloud_doubles";
import { PriceWorld, monday, prices, quick } from "../price_world";

let world: PriceWorld;

beforeEach(async () => {
  world = await PriceWorld.start("EU");
});
afterEach(() => world.stop());

const settings = (table: string) => world.doubles.bigquery.table("crypto", table).settings;

describe("A table in BigQuery", () => {
  it("is created with all that its spec says, and so are those that its keys point at", async () => {
    await world.open().prepare(cryptoMarketSnapshotFact);
    const fact = settings("crypto_market_snapshot_fact");
    expect(fact).toMatchObject({
      description: cryptoMarketSnapshotFact.description,
      labels: { app: "crypto-pipelines" },
      timePartitioning: { type: "DAY", field: "snapshot_date" },
      requirePartitionFilter: true,
      clustering: { fields: ["asset_id"] },
      tableConstraints: {
        primaryKey: { columns: ["snapshot_date", "asset_id"] },
        foreignKeys: [
          { referencedTable: { tableId: "date_dim" } },
          { referencedTable: { tableId: "crypto_asset_dim" } },
        ],
      },
    });
    expect(fact.schema?.fields[0]).toEqual({
      name: "snapshot_date",
      type: "DATE",
      mode: "REQUIRED",
      description: cryptoMarketSnapshotFact.columns[0].description,
    });
  });

  it("is looked at, and not touched, when it is as it should be", async () => {
    await world.open().prepare(cryptoMarketSnapshotFact);
    const { calls } = world.doubles.bigquery;
    calls.length = 0;
    await world.open().prepare(cryptoMarketSnapshotFact);
    const looks = [1, 2, 3].map(() => "bigquery.tables.get");
    expect(calls.map(({ name }) => name)).toEqual(["bigquery.datasets.get", ...looks]);
  });

  it("gets back descriptions, keys, labels and the partition filter when they were lost", async () => {
    await world.prepared();
    const before = structuredClone(settings("prices"));
    Object.assign(settings("prices"), {
      description: "mine",
      labels: {},
      requirePartitionFilter: false,
      tableConstraints: undefined,
      schema: { fields: before.schema?.fields.map((field) => ({ ...field, description: "x" })) },
    });
    await world.prepared();
    expect(settings("prices")).toEqual(before);
  });

  it.each<[string, TableSpec, RegExp]>([
    [
      "partitioning",
      { ...prices, partitionBy: "seen" },
      /is partitioned by DAY of day, not by DAY of seen/,
    ],
    ["clustering", { ...prices, clusterBy: ["id", "day"] }, /clustered by id, not by id, day/],
    [
      "columns and types",
      {
        ...prices,
        columns: [...prices.columns.slice(0, 1), { ...prices.columns[1], type: "INT64" }],
      },
      /column id is STRING, not INT64; column price is not in this table's schema/,
    ],
  ])("is refused when it is of another %s", async (_, spec, difference) => {
    const warehouse = await world.prepared();
    const before = structuredClone(settings("prices"));
    await expect(warehouse.prepare(spec)).rejects.toThrow(difference);
    await expect(warehouse.prepare(spec)).rejects.toThrow(/Rename or drop that table/);
    expect(settings("prices")).toEqual(before);
  });

  it("keeps its keys when it is replaced whole", async () => {
    const warehouse = nearTheBucket();
    await warehouse.prepare(prices);
    const before = structuredClone(settings("prices"));
    const csv = await world.write("1.csv", `${monday.date},bitcoin,1`);
    await warehouse.load(prices, csv, { ...monday, clear: true });
    expect(settings("prices")).toEqual(before);
  });
});

describe("A dataset in BigQuery", () => {
  it("is created where the bucket is, so that it can load from there", async () => {
    const warehouse = nearTheBucket();
    await warehouse.prepare(prices);
    const csv = await world.write("1.csv", `${monday.date},bitcoin,1`);
    expect(await warehouse.load(prices, csv, monday)).toBe(1);
  });

  it("that is elsewhere can't load, and it says what would help", async () => {
    const warehouse = await world.prepared();
    const csv = await world.write("1.csv", `${monday.date},bitcoin,1`);
    await expect(warehouse.load(prices, csv, monday)).rejects.toThrow(
      /source: EU, destination: US.*have to be in one location/,
    );
  });

  it("of a project that is not there or not ours is refused with what to do", async () => {
    await expect(world.open("crypto", "no-project").prepare(prices)).rejects.toThrow(
      /Not found: Project no-project.*Correct the name of the project or dataset/,
    );
    world.doubles.bigquery.forbidden.add("other-project");
    await expect(world.open("crypto", "other-project").prepare(prices)).rejects.toThrow(
      /Access Denied.*roles\/bigquery\.jobUser on the project and roles\/bigquery\.dataEditor/,
    );
  });

  it("that was never prepared is named", async () => {
    await expect(world.open("nowhere").countRows(prices)).rejects.toThrow(
      "There is no dataset bigquery:demo-project.nowhere",
    );
  });
});

/** A warehouse that knows the bucket of its files. */
function nearTheBucket(): BigQueryWarehouse {
  return new BigQueryWarehouse(project, "crypto", { retry: quick, near: world.store });
}
