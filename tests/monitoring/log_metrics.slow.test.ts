import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { captureLog } from "../../pipelines/beam/worker/log_capture";
import { log } from "../../pipelines/core/log";
import { dailyPipelines } from "../../pipelines/options/pipeline_spec";
import { runCli } from "../support/run_cli";
import { temporaryFolder } from "../support/temporary_folder";
import { checkout } from "../support/checkout";

interface LogMetric {
  readonly filter: string;
  readonly valueExtractor?: string;
  readonly labelExtractors: Readonly<Record<string, string>>;
}

const folder = join(checkout, "monitoring");
const metrics = readdirSync(join(folder, "log_metrics")).map((file) => file.replace(/\.json$/, ""));
const output = temporaryFolder();

describe("the log-based metrics", () => {
  let messages: string[];

  beforeAll(async () => {
    log.level = "info";
    const { stderr } = await runCli(["--source=sample:300", `--output=${output()}`]);
    const lines = stderr.split("\n").filter((line) => line.startsWith("{"));
    messages = lines.map(asTheWorkerSends).filter((text) => text.startsWith("Run published."));
  });

  it.each(metrics)("%s matches the line that every run logs", (name) => {
    const { filter, valueExtractor, labelExtractors } = metric(name);
    const matches = /jsonPayload\.message=~"(.*)"$/.exec(filter)?.[1];
    expect(messages).toHaveLength(dailyPipelines.length);
    for (const message of messages) {
      expect(message).toMatch(new RegExp(matches ?? "$^"));
      expect(dailyPipelines).toContain(extracted(labelExtractors.pipeline ?? "", message));
      if (valueExtractor !== undefined) {
        expect(extracted(valueExtractor, message)).toMatch(/^\d+$/);
      }
    }
  });

  it("are the only ones that the policies and the dashboard use", () => {
    const files = readdirSync(join(folder, "policies")).map((file) =>
      join(folder, "policies", file),
    );
    const named = [...files, join(folder, "dashboard.json")].flatMap((file) => [
      ...readFileSync(file, "utf8").matchAll(/logging\.googleapis\.com\/user\/(\w+)/g),
    ]);
    expect(named.length).toBeGreaterThan(0);
    for (const [, name] of named) expect(metrics).toContain(name);
  });
});

function metric(name: string): LogMetric {
  return JSON.parse(readFileSync(join(folder, "log_metrics", `${name}.json`), "utf8")) as LogMetric;
}

/** What REGEXP_EXTRACT(jsonPayload.message, "...") gives. */
function extracted(extractor: string, message: string): string | undefined {
  const [, text = "$^"] = /^REGEXP_EXTRACT\(jsonPayload\.message, "(.*)"\)$/.exec(extractor) ?? [];
  return new RegExp(text.replaceAll('\\"', '"')).exec(message)?.[1];
}

/** A log line as a worker sends it to its runner: one text, its fields behind the message. */
function asTheWorkerSends(line: string): string {
  const { message, severity, time, ...fields } = JSON.parse(line) as Record<string, string>;
  const sent: string[] = [];
  captureLog(({ message: text }) => sent.push(text));
  log.info(fields, message);
  return sent[0] ?? `${severity} ${time}`;
}
