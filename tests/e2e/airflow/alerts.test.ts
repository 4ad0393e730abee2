import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { airflowVersions, type AirflowVersion } from "../../support/airflow/airflow";
import { AirflowHome, localPlaces } from "../../support/airflow/airflow_home";
import { MailServer } from "../../support/airflow/mail_server";
import { PubsubEmulator, pubsubProgram } from "../../../emulators/tools/pubsub_emulator";
import { pythonMissing } from "../../../emulators/tools/python_tool";
import { describeUnless } from "../../support/describe_unless";

const date = "2026-01-06";
const pubsub = pubsubProgram();
const pubsubMissing = pubsub ? null : "there is no Pub/Sub emulator of gcloud";
const suite = describeUnless(pythonMissing(), pubsubMissing);

/** A setting is missing, so each pipeline's task fails at once. */
const settings = { ...localPlaces, region: "" };
const failed = ["asset_dim", "date_dim", "market_snapshot"];
const cause = "The setting region is missing: a region such as europe-west1.";
const text = (task: string) => `crypto_etl_dag: ${task} failed for ${date} at try 1: ${cause}`;

const alertsIn = (version: AirflowVersion) => {
  const posted: string[] = [];
  let webhookStatus = 200;
  let mail: MailServer;
  let emulator: PubsubEmulator;
  let slack: Server;
  let airflow: AirflowHome;

  beforeAll(async () => {
    mail = await MailServer.start();
    emulator = await PubsubEmulator.start(pubsub ?? "");
    slack = createServer((request, response) => {
      void json(request).then((body) => {
        posted.push((body as { text: string }).text);
        response.writeHead(webhookStatus).end();
      });
    });
    await new Promise<void>((resolve) => slack.listen(0, "127.0.0.1", resolve));
    const webhook = `http://127.0.0.1:${(slack.address() as AddressInfo).port}/`;
    const connection = { conn_type: "google_cloud_platform", extra: { is_anonymous: true } };
    airflow = AirflowHome.make(version, {
      PUBSUB_EMULATOR_HOST: emulator.host,
      AIRFLOW_CONN_GOOGLE_CLOUD_DEFAULT: JSON.stringify(connection),
      AIRFLOW_CONN_SLACK: JSON.stringify({ conn_type: "http", password: webhook }),
      AIRFLOW__SMTP__SMTP_HOST: "127.0.0.1",
      AIRFLOW__SMTP__SMTP_PORT: String(mail.port),
      AIRFLOW__SMTP__SMTP_STARTTLS: "False",
      AIRFLOW__SMTP__SMTP_MAIL_FROM: "airflow@example.com",
    });
  }, 900_000);

  afterAll(async () => {
    slack.close();
    airflow.remove();
    await Promise.all([mail.stop(), emulator.stop()]);
  });

  beforeEach(async () => {
    posted.length = 0;
    await emulator.pull();
  });

  it("reach people by mail, Slack and Pub/Sub, once for each failed task", async () => {
    const alerts = {
      email: ["data@example.com", "on-call@example.com"],
      slack_conn_id: "slack",
      pubsub_topic: emulator.topic,
    };
    const { code, log } = await airflow.testDag(date, { ...settings, alerts });
    expect(code).toBe(1);
    expect(log).toContain(cause);

    expect(posted.map(line).sort()).toEqual(failed.map(text).map(line));
    const published = await emulator.pull();
    expect(published.map(({ attributes }) => attributes)).toEqual(
      expect.arrayContaining(failed.map((task) => ({ dag: "crypto_etl_dag", task }))),
    );
    expect(published.map(({ data }) => data)).toEqual(
      expect.arrayContaining(
        failed.map(
          (task) =>
            expect.objectContaining({
              ...{ dag: "crypto_etl_dag", task, date, try: "1" },
              error: expect.stringContaining(cause) as string,
              text: expect.stringContaining(text(task)) as string,
            }) as object,
        ),
      ),
    );
    const mails = mail.messages();
    expect(mails).toHaveLength(failed.length);
    for (const task of failed) {
      const one = mails.find((each) => each.includes(`Subject: crypto_etl_dag: ${task} failed`));
      expect(one).toMatch(/^To: data@example\.com, ?on-call@example\.com\r?$/m);
      expect(one).toContain(text(task));
    }
  }, 300_000);

  it("reach the other channels when one is broken, and the task's own error stays visible", async () => {
    webhookStatus = 500;
    const alerts = {
      email: "data@example.com",
      slack_conn_id: "slack",
      pubsub_topic: emulator.topic,
    };
    const { code, log } = await airflow.testDag(date, { ...settings, alerts });
    expect(code).toBe(1);
    expect(log).toContain(cause);
    expect(log).toContain("The alert by slack_conn_id could not be sent.");
    const published = await emulator.pull();
    expect(published.map(({ attributes }) => attributes.task).sort()).toEqual(failed);
  }, 300_000);
};

for (const version of airflowVersions) {
  suite(`alerts in Airflow ${version}`, () => {
    alertsIn(version);
  });
}
/** The message without what a run adds to it: the page of its log. */
function line(message: string): string {
  return message.replace(/ ?(Set it in .*|https?:.*)$/s, "");
}
