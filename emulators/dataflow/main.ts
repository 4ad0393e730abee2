import { once } from "node:events";
import { Command } from "commander";
import { utcDay } from "../../pipelines/core/day";
import { serveSampleMarket } from "../../pipelines/sample_market/serve_sample_market";
import { LocalCloud } from "./local_cloud";

/** `npm run dataflow:local`: a place to try the templates with the real gcloud and Airflow. */
async function main(): Promise<void> {
  const command = new Command("dataflow:local")
    .description("Serves Dataflow, Cloud Storage and a sample market on this machine until Ctrl-C.")
    .option("--port <n>", "port of the Dataflow API; 0 for any free one", "8990")
    .option("--bucket <name>", "the bucket to make", "demo-bucket")
    .option("--coins <n>", "how many coins the sample market has", "2500")
    .parse();
  const { port, bucket, coins } = command.opts<Record<"port" | "bucket" | "coins", string>>();
  const date = utcDay();
  const market = await serveSampleMarket({ coins: Number(coins), date });
  const cloud = await LocalCloud.start({ port: Number(port), buckets: [bucket] });
  console.log(
    [
      `Dataflow is at ${cloud.url}, Cloud Storage at ${cloud.storage} with gs://${bucket},`,
      `and a sample market of ${coins} coins at ${market.url}, until Ctrl-C.`,
      "",
      "# gcloud, in another terminal:",
      ...exportLines(cloud.gcloudEnvironment()),
      `gcloud dataflow flex-template build gs://${bucket}/templates/market-snapshot.json \\`,
      "  --image=local/market-snapshot:1 --sdk-language=GO --metadata-file=templates/market-snapshot/metadata.json",
      `gcloud dataflow flex-template run try-1 --region=europe-west1 \\`,
      `  --template-file-gcs-location=gs://${bucket}/templates/market-snapshot.json \\`,
      `  --parameters=source=${market.url},output=gs://${bucket}/crypto`,
      "gcloud dataflow jobs list --region=europe-west1",
      `gcloud storage cat gs://${bucket}/crypto/daily_snapshots/crypto_${date}.csv`,
      "",
      "# Airflow's Google provider:",
      ...exportLines(cloud.airflowEnvironment()),
    ].join("\n"),
  );
  await Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
  await cloud.close();
  await market.close();
}

function exportLines(environment: Readonly<Record<string, string>>): string[] {
  return Object.entries(environment).map(([name, value]) => `export ${name}='${value}'`);
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exit(1);
  },
);
