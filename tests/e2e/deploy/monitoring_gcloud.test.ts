import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { promisify } from "node:util";
import { gcloudMissing } from "../../../emulators/tools/gcloud";
import { describeUnless } from "../../support/describe_unless";
import { checkout } from "../../support/checkout";

const execFileAsync = promisify(execFile);
const folder = join(checkout, "monitoring");
const suite = describeUnless(gcloudMissing());

suite("monitoring/, with the real gcloud,", () => {
  const posted: unknown[] = [];
  let config: string;
  let service: Server;

  beforeAll(async () => {
    config = mkdtempSync(join(tmpdir(), "gcloud-"));
    // Returns what gcloud creates, as the services do.
    service = createServer((request, response) => {
      void text(request).then((body) => {
        if (request.method === "POST") posted.push(JSON.parse(body));
        response.setHeader("content-type", "application/json");
        response.end(request.method === "POST" ? body : "{}");
      });
    });
    await new Promise<void>((resolve) => service.listen(0, "127.0.0.1", resolve));
  });

  afterAll(() => {
    service.close();
    rmSync(config, { recursive: true });
  });

  // gcloud reads a file into its typed messages: a field that the API does not have is an error.
  it.each([
    ...files("log_metrics").map((file) => [file, metricCommand(file)] as const),
    ...files("policies").map(
      (file) =>
        [file, ["alpha", "monitoring", "policies", "create", "--policy-from-file"]] as const,
    ),
    ["dashboard.json", ["monitoring", "dashboards", "create", "--config-from-file"]] as const,
  ])(
    "accepts every field of %s",
    async (file, command) => {
      const path = join(folder, file);
      await execFileAsync("gcloud", [...command.slice(0, -1), `${command.at(-1) ?? ""}=${path}`], {
        env: { PATH: process.env.PATH, CLOUDSDK_CONFIG: config, ...endpoints() },
      });
      expect(posted.at(-1)).toMatchObject(JSON.parse(readFileSync(path, "utf8")) as object);
    },
    60_000,
  );

  function endpoints(): Record<string, string> {
    const url = `http://127.0.0.1:${(service.address() as AddressInfo).port}/`;
    return {
      CLOUDSDK_API_ENDPOINT_OVERRIDES_LOGGING: url,
      CLOUDSDK_API_ENDPOINT_OVERRIDES_MONITORING: url,
      CLOUDSDK_AUTH_DISABLE_CREDENTIALS: "true",
      CLOUDSDK_CORE_PROJECT: "demo-project",
      CLOUDSDK_CORE_DISABLE_PROMPTS: "1",
    };
  }
});

function files(name: string): string[] {
  return readdirSync(join(folder, name)).map((file) => `${name}/${file}`);
}

function metricCommand(file: string): string[] {
  const name = file.replace(/^.*\/|\.json$/g, "");
  return ["logging", "metrics", "create", name, "--config-from-file"];
}
