import { ApiError } from "../../emulators/google/api_double";
import { type CloudDoubles, bucket, startCloudDoubles } from "../../emulators/google/cloud_doubles";
import { CloudObjectStore } from "../../pipelines/storage/cloud/object_store";
import { cryptoMarketSnapshotFact } from "../../schemas/crypto_market_snapshot_fact";
import { environmentVariables } from "../support/environment_variables";
import { errorOf } from "../support/error_of";
import { PriceWorld, monday, prices, quick } from "../warehouses/price_world";

const setVariables = environmentVariables();
let cloud: CloudDoubles;

beforeEach(async () => {
  cloud = await startCloudDoubles();
  setVariables(cloud.env);
});
afterEach(() => cloud.stop());

const open = () => new CloudObjectStore(`gs://${bucket}/crypto`, "run-1", { retry: quick });

/** Answers the calls of a name with an error, as often as given. */
function answering(name: string, error: ApiError, times = Infinity) {
  let left = times;
  return (call: { name: string }, moment: string) =>
    call.name === name && moment === "before" && left-- > 0 ? error : undefined;
}

describe("Cloud Storage's reason reaches the line, with what to do about it:", () => {
  it.each([
    ["retentionPolicyNotMet", 403, /without retention policy .*--clear-retention-period/],
    ["userProjectMissing", 400, /makes the caller pay: .*--no-requester-pays/],
    ["accountDisabled", 403, /Turn on billing/],
    ["accessNotConfigured", 403, /services enable storage\.googleapis\.com/],
    ["quotaExceeded", 403, /have it raised \(IAM & Admin, Quotas\)/],
    ["forbidden", 403, /Grant this account roles\/storage\.objectUser/],
  ])("%s (%d)", async (reason, status, advice) => {
    const fault = new ApiError(status, reason, `The service says ${reason}.`);
    cloud.storage.faults = answering("storage.objects.insert", fault);
    const line = await errorOf(open().write("a", "x"));
    expect(line).toContain(`storage.objects.insert`);
    expect(line).toContain(`The service says ${reason}.`);
    expect(line).toMatch(advice);
  });

  it("also of a download, whose body the client does not parse", async () => {
    await open().write("a", "x");
    const stream = await open().read("a");
    const fault = new ApiError(403, "accountDisabled", "The billing account is closed.");
    cloud.storage.faults = () => fault;
    const read = async () => {
      for await (const _ of stream ?? []);
    };
    const line = await errorOf(read());
    expect(line).toMatch(/: The billing account is closed\. Turn on billing/);
    expect(line).not.toContain("{");
  });
});

it.each(["rateLimitExceeded", "userRateLimitExceeded"])(
  "a 403 that is a rate limit (%s) is retried, on uploads and downloads too",
  async (reason) => {
    const fault = new ApiError(403, reason, "Slow down.");
    cloud.storage.faults = answering("storage.objects.insert", fault, 2);
    await open().write("a", "x");
    cloud.storage.faults = answering("storage.objects.get", fault, 2);
    let text = "";
    for await (const piece of (await open().read("a")) ?? []) text += String(piece);
    expect(text).toBe("x");
  },
);

it("BigQuery's reason reaches the line: an API that is not enabled is no missing role", async () => {
  const world = await PriceWorld.start();
  const fault = new ApiError(403, "accessNotConfigured", "The API is disabled.");
  world.doubles.bigquery.faults = answering("bigquery.datasets.get", fault);
  const line = await errorOf(world.open().prepare(prices));
  await world.stop();
  expect(line).toMatch(/The API is disabled\. Enable the BigQuery API/);
});

it("a load states the table's own partitioning and clustering", async () => {
  const world = await PriceWorld.start();
  const warehouse = await world.prepared();
  await warehouse.load(prices, await world.write("1.csv", `${monday.date},bitcoin,1`), monday);
  const [load] = world.doubles.bigquery.configurations;
  await world.stop();
  expect(load).toMatchObject({
    timePartitioning: { type: "DAY", field: prices.partitionBy },
    clustering: { fields: [...prices.clusterBy] },
  });
  expect(cryptoMarketSnapshotFact.partitionBy).toBe("snapshot_date");
});
