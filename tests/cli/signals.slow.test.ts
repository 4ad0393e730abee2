import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import {
  serveSampleMarket,
  type SampleMarketServer,
} from "../../pipelines/sample_market/serve_sample_market";
import { compiled } from "../support/checkout";
import { filesBelow } from "../support/output_files";
import { startCli } from "../support/run_cli";
import { temporaryFolder } from "../support/temporary_folder";

const folder = temporaryFolder();
let market: SampleMarketServer;
beforeAll(async () => {
  market = await serveSampleMarket({ coins: 3_000, date: "2026-01-02" });
});
afterAll(() => market.close());

/** A run that waits for its rate limit: some calls are made, and most are not. */
async function waitingRun(output: string) {
  const { child, ended } = startCli([
    ...["market-snapshot", `--source=${market.url}`, "--snapshotDate=2026-01-02"],
    ...[`--output=${output}`, "--requestsPerMinute=30"],
  ]);
  await once(child.stderr, "data");
  const before = market.requests.length;
  while (market.requests.length === before) await new Promise((resolve) => setImmediate(resolve));
  return { child, ended };
}

it.each([
  ["SIGINT", "Interrupted. The same command resumes from what is archived."],
  ["SIGTERM", "Terminated. The same command resumes from what is archived."],
] as const)("%s ends a run as by that signal, cleaned up", async (signal, line) => {
  const output = join(folder(), signal);
  const { child, ended } = await waitingRun(output);
  child.kill(signal);
  expect(await ended).toMatchObject({ code: null, signal, errors: [line] });
  expect(filesBelow(output).filter((path) => path.includes(".tmp"))).toEqual([]);
});

it.each([
  ["SIGINT", "SIGINT"],
  ["SIGTERM", "SIGINT"],
] as const)(
  "a %s that is not over yet ends at once by a second signal, %s",
  async (first, second) => {
    const signals = join(compiled, "pipelines/cli/signals.js");
    const program = `
    const controller = new AbortController();
    require(${JSON.stringify(signals)}).abortOnSignal(controller);
    controller.signal.addEventListener("abort", () => console.log("cleaning up for ever"));
    setInterval(() => {}, 1_000);
    console.log("running");`;
    const child = spawn(process.execPath, ["--eval", program], {
      stdio: ["ignore", "pipe", "ignore"],
    });
    const ended = once(child, "exit");
    await once(child.stdout, "data");
    child.kill(first);
    expect(String((await once(child.stdout, "data"))[0])).toBe("cleaning up for ever\n");
    child.kill(second);
    expect(await ended).toEqual([null, second]);
  },
);
