import { readChecks } from "../../../pipelines/check/check_file";
import { readViews } from "../../../pipelines/warehouses/view_files";
import { bigQueryViewDdl } from "../../../schemas/views/bigquery_view_ddl";
import {
  serveSampleMarket,
  type SampleMarketServer,
} from "../../../pipelines/sample_market/serve_sample_market";
import { airflowVersions, type AirflowVersion } from "../../support/airflow/airflow";
import { AirflowHome, localPlaces } from "../../support/airflow/airflow_home";
import { localBigQueryMissing, startLocalBigQuery } from "../../../emulators/tools/local_bigquery";
import { LocalBigQueryPartitions } from "../../../emulators/tools/local_bigquery_partitions";
import { forwardingService } from "../../../emulators/tools/forwarding_service";
import { startFakeGcsServer } from "../../../emulators/tools/fake_gcs_server";
import { goMissing } from "../../../emulators/tools/go_tool";
import { LocalCloud } from "../../../emulators/dataflow/local_cloud";
import { publishTemplates } from "../../support/dataflow/publish_templates";
import { pythonMissing } from "../../../emulators/tools/python_tool";
import { describeUnless } from "../../support/describe_unless";
import { partitionColumns } from "../../support/partition_columns";

const checks = readChecks().map(({ name }) => name);
const dataset = "demo-project.crypto";
const suite = describeUnless(pythonMissing(), goMissing(), localBigQueryMissing());

suite("the DAG with a BigQuery warehouse", () => {
  let storage: Awaited<ReturnType<typeof startFakeGcsServer>>;
  let peer: Awaited<ReturnType<typeof startLocalBigQuery>>;
  let warehouse: LocalBigQueryPartitions;
  let cloud: LocalCloud;
  const airflow = new Map<AirflowVersion, AirflowHome>();
  // A market of this size has no supply beyond local-bigquery's BIGNUMERIC, which ends at 1e20.
  let market: SampleMarketServer;

  beforeAll(async () => {
    storage = await startFakeGcsServer();
    peer = await startLocalBigQuery("demo-project", storage.url);
    warehouse = await LocalBigQueryPartitions.serve(peer.url, partitionColumns);
    const env = { BIGQUERY_EMULATOR_HOST: warehouse.url };
    const services = { "bigquery.googleapis.com": forwardingService(warehouse.url) };
    cloud = await LocalCloud.start({ storage: storage.url, env, services });
    await publishTemplates(cloud.storage);
    for (const version of airflowVersions) {
      airflow.set(version, AirflowHome.make(version, { ...cloud.airflowEnvironment(), ...env }));
    }
  }, 900_000);

  afterAll(async () => {
    await cloud.close();
    await warehouse.stop();
    await Promise.all([peer.stop(), storage.server.close()]);
    for (const home of airflow.values()) home.remove();
  });

  afterEach(async () => {
    await market.close();
  });

  it.each(airflowVersions)(
    "fills the tables, and every check succeeds in Airflow %s",
    async (version) => {
      market = await serveSampleMarket({ coins: 40, date: "2026-01-06" });
      warehouse.queries.length = 0;
      const { code, log } = await testDag("2026-01-06", version);
      expect([code, log.match(/The check \S+ found.*/g)]).toEqual([0, null]);
      const results =
        "SELECT check_name FROM `crypto.crypto_check_results` WHERE passed ORDER BY 1";
      expect(await rows(results)).toEqual(checks.map((check) => [check]));
      expect(await days()).toEqual([["2026-01-06", "40"]]);
      expect(await rows("SELECT COUNT(*) FROM `crypto.date_dim`")).toEqual([["4018"]]);
      expect(await rows("SELECT COUNT(*) FROM `crypto.crypto_asset_dim`")).toEqual([["40"]]);
    },
    400_000,
  );

  it("fails at the check that a shrunken day violates, and does not reach end", async () => {
    market = await serveSampleMarket({ coins: 30, date: "2026-01-07" });
    const { code, log } = await testDag("2026-01-07");
    expect(code).toBe(1);
    expect(new Set(log.match(/The check \S+ found for \S+ in \S+: [^.\n]+/g))).toEqual(
      new Set([
        `The check snapshot_has_not_shrunk found for 2026-01-07 in ${dataset}: The day has 75% of the coins of the newest day before it`,
      ]),
    );
    const failed =
      "SELECT check_name, severity FROM `crypto.crypto_check_results` WHERE NOT passed";
    expect(await rows(failed)).toEqual([["snapshot_has_not_shrunk", "fail"]]);
    expect(await days()).toEqual([
      ["2026-01-06", "40"],
      ["2026-01-07", "30"],
    ]);
  }, 400_000);

  it("has views that can be created and queried in BigQuery's SQL", async () => {
    market = await serveSampleMarket({ coins: 1, date: "2026-01-06" });
    for (const view of readViews("bigquery")) {
      await rows(bigQueryViewDdl(view, view.sql).replaceAll("{{ dataset }}", dataset));
    }
    const daily = "SELECT SUM(coins) FROM `crypto.crypto_category_daily`";
    expect(await rows(`${daily} WHERE snapshot_date = DATE '2026-01-06'`)).toEqual([["40"]]);
    expect(await rows("SELECT COUNT(*) FROM `crypto.crypto_market_latest`")).toEqual([["30"]]);
    const runs = "SELECT state, COUNT(*) FROM `crypto.crypto_pipeline_runs`";
    const ofTheDay = "WHERE snapshot_date = DATE '2026-01-06' GROUP BY state";
    expect(await rows(`${runs} ${ofTheDay}`)).toEqual([["DONE", "3"]]);
    expect(await rows("SELECT COUNT(*) FROM `crypto.crypto_rejects`")).toEqual([["0"]]);
  });

  async function testDag(date: string, version: AirflowVersion = "3.3.2") {
    const home = airflow.get(version);
    if (home === undefined) throw new Error(`Airflow ${version} was not started.`);
    return home.testDag(date, {
      ...{ retry_delay_seconds: 0.1, poll_seconds: 1, retries: 1 },
      ...localPlaces,
      warehouse: `bigquery:${dataset}`,
      source: market.url,
    });
  }

  function days(): Promise<unknown> {
    return rows(
      "SELECT CAST(snapshot_date AS STRING), COUNT(*) FROM `crypto.crypto_market_snapshot_fact` " +
        "WHERE snapshot_date > DATE '2026-01-01' GROUP BY 1 ORDER BY 1",
    );
  }

  async function rows(query: string): Promise<unknown> {
    const answer = await fetch(`${peer.url}/bigquery/v2/projects/demo-project/queries`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query, useLegacySql: false }),
    });
    const { error, rows = [] } = (await answer.json()) as {
      error?: { message: string };
      rows?: { f: { v: string }[] }[];
    };
    if (error) throw new Error(error.message);
    return rows.map(({ f }) => f.map(({ v }) => v));
  }
});
