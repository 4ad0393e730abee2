import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { ChildServer, freePort } from "./child_server";

const program = "platform/pubsub-emulator/bin/cloud-pubsub-emulator";

/** The emulator's program, which is a component of gcloud; null when it is missing. */
export function pubsubProgram(): string | null {
  const asked = ["info", "--format=value(installation.sdk_root)"];
  const root = spawnSync("gcloud", asked, { encoding: "utf8" }).stdout.trim();
  const path = join(root, program);
  return root !== "" && existsSync(path) ? path : null;
}

/** Google's own Pub/Sub emulator on loopback, with one topic and one subscription to it. */
export class PubsubEmulator {
  private constructor(
    private readonly url: string,
    private readonly child: ChildServer,
    readonly topic: string,
    private readonly subscription: string,
  ) {}

  static async start(path: string, project = "demo-project"): Promise<PubsubEmulator> {
    const port = await freePort();
    const args = ["--host=127.0.0.1", `--port=${port}`];
    const child = await ChildServer.start(path, args, port, {}, 60_000);
    const topic = `projects/${project}/topics/alerts`;
    const subscription = `projects/${project}/subscriptions/alerts`;
    const emulator = new PubsubEmulator(`http://127.0.0.1:${port}/v1`, child, topic, subscription);
    await emulator.call("PUT", topic, {});
    await emulator.call("PUT", subscription, { topic });
    return emulator;
  }

  /** The messages published since the last call: data and attributes. */
  async pull(): Promise<{ data: unknown; attributes: Record<string, string> }[]> {
    const asked = { maxMessages: 100, returnImmediately: true };
    const answer = await this.call("POST", `${this.subscription}:pull`, asked);
    const { receivedMessages = [] } = answer as {
      receivedMessages?: {
        ackId: string;
        message: { data: string; attributes: Record<string, string> };
      }[];
    };
    const ackIds = receivedMessages.map(({ ackId }) => ackId);
    if (ackIds.length > 0) await this.call("POST", `${this.subscription}:acknowledge`, { ackIds });
    return receivedMessages.map(({ message: { data, attributes } }) => ({
      data: JSON.parse(Buffer.from(data, "base64").toString("utf8")) as unknown,
      attributes,
    }));
  }

  /** `HOST:PORT`, as clients expect it in PUBSUB_EMULATOR_HOST. */
  get host(): string {
    return new URL(this.url).host;
  }

  async stop(): Promise<void> {
    await this.child.close();
  }

  private async call(method: string, path: string, body: object): Promise<unknown> {
    const headers = { "content-type": "application/json" };
    const response = await fetch(`${this.url}/${path}`, {
      ...{ method, headers },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${await response.text()}`);
    return response.json();
  }
}
