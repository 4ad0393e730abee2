import { ActionableError } from "../../../pipelines/core/actionable_error";
import { bucket } from "../../../emulators/google/cloud_doubles";
import { PriceWorld, monday, prices, tuesday, writePrices } from "../price_world";

let world: PriceWorld;

beforeEach(async () => {
  world = await PriceWorld.start();
});
afterEach(() => world.stop());

const one = `${monday.date},bitcoin,1`;
const other = `${monday.date},bitcoin,2`;

describe("A load into BigQuery", () => {
  it("is not done again when nothing was written since", async () => {
    const csv = await world.write("1.csv", one);
    for (let time = 0; time < 3; time++) {
      const warehouse = await world.prepared();
      expect(await warehouse.load(prices, csv, monday)).toBe(1);
    }
    expect(world.doubles.bigquery.jobs).toBe(1);
  });

  it("is not done again when only another day was written since", async () => {
    const warehouse = await world.prepared();
    const csv = await world.write("1.csv", one);
    await warehouse.load(prices, csv, monday);
    await warehouse.load(prices, await world.write("2.csv", `${tuesday.date},eth,2`), tuesday);
    await warehouse.load(prices, csv, monday);
    expect(world.doubles.bigquery.jobs).toBe(2);
  });

  it("is done again, each time, when something else was written since", async () => {
    const warehouse = await world.prepared();
    const first = await world.write("1.csv", one);
    const second = await world.write("2.csv", other);
    for (const csv of [first, second, first, second, first]) {
      await warehouse.load(prices, csv, monday);
    }
    expect(world.rows()).toEqual([one]);
    expect(world.doubles.bigquery.jobs).toBe(5);
  });

  it("is done once when several ask for it at once", async () => {
    const warehouse = await world.prepared();
    const csv = await world.write("1.csv", one);
    const loads = [1, 2, 3].map(() => warehouse.load(prices, csv, monday));
    expect(await Promise.all(loads)).toEqual([1, 1, 1]);
    expect(world.doubles.bigquery.jobs).toBe(1);
  });

  it("waits for the job of a run that died", async () => {
    const { bigquery } = world.doubles;
    const warehouse = await world.prepared();
    const csv = await world.write("1.csv", one);
    bigquery.faults = ({ name }) => (name === "bigquery.jobs.get" ? 503 : undefined);
    await expect(warehouse.load(prices, csv, monday)).rejects.toThrow(ActionableError);
    bigquery.faults = () => undefined;
    expect(await world.open().load(prices, csv, monday)).toBe(1);
    expect(bigquery.jobs).toBe(1);
  });

  it("is tried again by the next run when its job failed", async () => {
    const warehouse = await world.prepared();
    const csv = await world.write("1.csv", one);
    world.doubles.bigquery.failNextJob({ reason: "quotaExceeded", message: "Quota exceeded" });
    await expect(warehouse.load(prices, csv, monday)).rejects.toThrow(
      /Quota exceeded.*Wait until the quota is free/,
    );
    expect(await warehouse.load(prices, csv, monday)).toBe(1);
  });

  it("is tried again at once when the service itself had to give the job up", async () => {
    const warehouse = await world.prepared();
    world.doubles.bigquery.failNextJob({ reason: "backendError", message: "Try again." });
    expect(await warehouse.load(prices, await world.write("1.csv", one), monday)).toBe(1);
    expect(world.doubles.bigquery.jobs).toBe(2);
  });

  it("replaces a table that is to be cleared in one job", async () => {
    const warehouse = await world.prepared();
    await warehouse.load(prices, await world.write("1.csv", one), monday);
    const csv = await world.write("2.csv", `${tuesday.date},bitcoin,2`);
    await warehouse.load(prices, csv, { ...tuesday, clear: true });
    expect(world.rows()).toEqual([`${tuesday.date},bitcoin,2`]);
    expect(world.doubles.bigquery.jobs).toBe(2);
  });

  it("shows the line that BigQuery refuses", async () => {
    const warehouse = await world.prepared();
    const records = [other, `${monday.date},"a\nb",3`, `${monday.date},eth,x`];
    await expect(
      warehouse.load(prices, await world.write("1.csv", ...records), monday),
    ).rejects.toThrow(
      /line_number: 5 .*column_name: "price".*begins: 2026-01-05,eth,x\. Nothing was changed/,
    );
  });

  it("refuses a file that was edited between upload and load", async () => {
    const warehouse = await world.prepared();
    const csv = await world.write("1.csv", one);
    world.doubles.storage.put(bucket, "crypto/1.csv", "edited");
    await expect(warehouse.load(prices, csv, monday)).rejects.toThrow(
      "gs://demo-bucket/crypto/1.csv is no longer the file that this run wrote",
    );
    expect(world.doubles.bigquery.jobs).toBe(0);
  });

  it.each([
    ["rows", `${other}\n${monday.date},eth,3`],
    ["bytes", `${monday.date},bitcoin,2.5`],
  ])(
    "of a file that is edited meanwhile is reported, and corrected by the next: %s",
    async (_, edit) => {
      const warehouse = await world.prepared();
      const csv = await world.write("1.csv", one);
      world.doubles.bigquery.faults = ({ name }, now) => {
        if (name === "bigquery.jobs.insert" && now === "after") {
          world.doubles.storage.put(bucket, "crypto/1.csv", `day,id,price\n${edit}\n`);
        }
        return undefined;
      };
      await expect(warehouse.load(prices, csv, monday)).rejects.toThrow(/Run it again/);
      world.doubles.bigquery.faults = () => undefined;
      const again = await world.write("1.csv", one);
      expect(await world.open().load(prices, again, monday)).toBe(1);
      expect(world.rows()).toEqual([one]);
    },
  );

  it.each(["before", "after"] as const)(
    "holds what the file holds when another run replaces both %s the load is started",
    async (moment) => {
      const warehouse = await world.prepared();
      const csv = await world.write("1.csv", one);
      const late = world.openStore("run-2");
      let done = false;
      world.doubles.bigquery.faults = async ({ name }, now) => {
        if (name === "bigquery.jobs.insert" && now === moment && !done) {
          done = true;
          const theirs = await writePrices(late, "1.csv", other);
          await world.open().load(prices, theirs, monday);
        }
        return undefined;
      };
      await warehouse.load(prices, csv, monday);
      expect(world.rows()).toEqual([other]);
    },
  );
});
