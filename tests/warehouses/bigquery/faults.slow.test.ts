import { everyFault } from "../../../emulators/google/cloud_faults";
import { project } from "../../../emulators/google/cloud_doubles";
import { PriceWorld, impatient, monday, prices, quick } from "../price_world";

const one = `${monday.date},bitcoin,1`;
const other = `${monday.date},bitcoin,2`;

let world: PriceWorld;

beforeEach(async () => {
  world = await PriceWorld.start();
});
afterEach(() => world.stop());

describe("Preparing, loading and counting in BigQuery", () => {
  it.each(everyFault)(
    "is the same, with one job, when any call fails once with %s, %s its effect",
    async (fault, moment) => {
      const { bigquery } = world.doubles;
      const csv = await world.write("1.csv", one);
      for (let at = 0; ; at++) {
        const dataset = `crypto_${at}`;
        const first = bigquery.calls.length;
        bigquery.faults = ({ index }, now) =>
          index === first + at && now === moment ? fault : undefined;
        const warehouse = world.open(dataset, project, fault === "timeout" ? impatient : quick);
        await warehouse.prepare(prices);
        expect(await warehouse.load(prices, csv, monday)).toBe(1);
        expect(await warehouse.countRows(prices, monday.date)).toBe(1);
        expect(world.rows(dataset)).toEqual([one]);
        expect(bigquery.jobs).toBe(at + 1);
        if (at >= bigquery.calls.length - first) break;
      }
    },
  );

  const calls = ["datasets.get", "tables.get", "jobs.insert", "jobs.get"];
  it.each(calls)("leaves the old rows and names the call when bigquery.%s fails", async (name) => {
    const warehouse = await world.prepared();
    await warehouse.load(prices, await world.write("1.csv", one), monday);
    const csv = await world.write("1.csv", other);
    world.doubles.bigquery.faults = (call) => (call.name === `bigquery.${name}` ? 503 : undefined);
    await expect(world.open().load(prices, csv, monday)).rejects.toThrow(
      `BigQuery answered 503: bigquery.${name} failed 3 times: Injected 503. Run it again later`,
    );
    expect(world.rows()).toEqual([one]);
  });
});
