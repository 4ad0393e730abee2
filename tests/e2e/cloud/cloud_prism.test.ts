import {
  serveSampleMarket,
  type SampleMarketServer,
} from "../../../pipelines/sample_market/serve_sample_market";
import { dateDim } from "../../../schemas/date_dim";
import type { Call } from "../../../emulators/google/api_double";
import { type CloudDoubles, startCloudDoubles } from "../../../emulators/google/cloud_doubles";
import {
  changing,
  failFirst,
  onCalls,
  transientFaults,
} from "../../../emulators/google/cloud_faults";
import { CloudOutput } from "../../support/cloud_output";
import type { ChildServer } from "../../../emulators/tools/child_server";
import { goMissing } from "../../../emulators/tools/go_tool";
import { startPrism } from "../../../emulators/tools/prism";
import { descendants, processesEnded } from "../../support/process_tree";
import { runCli, startCli } from "../../support/run_cli";
import { describeUnless } from "../../support/describe_unless";

const date = "2026-01-02";

describeUnless(goMissing())("cloud runs on Prism, with workers as processes", () => {
  let doubles: CloudDoubles;
  let market: SampleMarketServer;
  let prism: ChildServer;
  let endpoint: string;
  let undisturbed: unknown;
  /** What an undisturbed run changes, call by call. */
  const changes: string[] = [];

  beforeAll(async () => {
    ({ server: prism, endpoint } = await startPrism());
    doubles = await startCloudDoubles();
    market = await serveSampleMarket({ coins: 30, date });
    const output = new CloudOutput(doubles, "undisturbed");
    const name = changeNames(output);
    onCalls(doubles, (call, moment) => {
      if (moment === "after") changes.push(...name(call));
      return undefined;
    });
    const { errors, code } = await runCli(args(output), { env: doubles.env });
    onCalls(doubles, () => undefined);
    expect({ errors, code }).toEqual({ errors: [], code: 0 });
    undisturbed = output.dataOf(date);
  }, 900_000);
  afterAll(async () => {
    await Promise.all([doubles.stop(), market.close(), prism.close("SIGKILL")]);
  });

  const args = (output: CloudOutput, pipeline = "market-snapshot") => [
    ...[pipeline, `--snapshot-date=${date}`],
    pipeline === "date-dim" ? "--end-date=2020-01-31" : `--source=${market.url}`,
    ...[...output.options, "--runner=jobServer", `--job-endpoint=${endpoint}`],
  ];

  /** How many load jobs of market rows there were. */
  const marketJobs = () => doubles.bigquery.jobsInto("crypto_market_snapshot_fact");

  /** Waits until the job's workers are gone: a job whose client died continues to its end. */
  async function workersEnded(): Promise<void> {
    for (;;) {
      const workers = descendants(prism.pid);
      if (workers.length === 0) return;
      await processesEnded(workers);
    }
  }

  it.each(["worker", "client"] as const)(
    "repairs everything with the same command when the %s was killed after any change",
    async (victim) => {
      expect(changes.length).toBeGreaterThan(20);
      // The two die at different calls in turn; DirectRunner, which is quicker, is killed at each.
      const due = changes.filter((_, index) => index % 4 === (victim === "worker" ? 0 : 2));
      for (const [index, change] of due.entries()) {
        const output = new CloudOutput(doubles, `${victim}_${index}`);
        const name = changeNames(output);
        const jobs = marketJobs();
        let killed = false;
        const { child, ended } = startCli(args(output), { env: doubles.env });
        onCalls(doubles, (call, moment) => {
          if (moment === "before" || killed || !name(call).includes(change)) return undefined;
          killed = true;
          const workers = victim === "worker" ? descendants(prism.pid) : [];
          // Before the job there is none: the client does what is to be done.
          if (workers.length === 0) child.kill("SIGKILL");
          for (const pid of workers) process.kill(pid, "SIGKILL");
          return "reset";
        });
        const { code } = await ended;
        await workersEnded();
        onCalls(doubles, () => undefined);
        expect({ change, killed, ok: code === 0 }).toEqual({ change, killed: true, ok: false });
        const again = await runCli(args(output), { env: doubles.env });
        expect({ change, errors: again.errors }).toEqual({ change, errors: [] });
        expect(output.dataOf(date)).toEqual(undisturbed);
        expect(marketJobs() - jobs).toBe(1);
      }
    },
    1_200_000,
  );

  // cloud_crashes has each fault at every call, on DirectRunner.
  it.each(["before", "after"] as const)(
    "gives the same result when every call first fails %s its effect, with each fault in turn",
    async (moment) => {
      const output = new CloudOutput(doubles, `failed_${moment}`);
      const jobs = marketJobs();
      const faults = transientFaults.filter(([, when]) => when === moment);
      const seen = failFirst(doubles, faults);
      const { code, errors } = await runCli(args(output), { env: doubles.env });
      onCalls(doubles, () => undefined);
      expect({ errors, code }).toEqual({ errors: [], code: 0 });
      expect(seen.size).toBeGreaterThan(30);
      expect(output.dataOf(date)).toEqual(undisturbed);
      expect(marketJobs() - jobs).toBe(1);
    },
    300_000,
  );

  it("gives the same calendar when every call first fails, with different faults", async () => {
    const output = new CloudOutput(doubles, "calendar");
    const seen = failFirst(doubles, transientFaults);
    const { code, errors } = await runCli(args(output, "date-dim"), { env: doubles.env });
    onCalls(doubles, () => undefined);
    expect({ errors, code }).toEqual({ errors: [], code: 0 });
    expect(seen.size).toBeGreaterThan(10);
    expect(output.rows(dateDim).map((row) => row.date)).toEqual(
      Array.from({ length: 31 }, (_, day) => `2020-01-${String(day + 1).padStart(2, "0")}`),
    );
    expect(doubles.bigquery.jobsInto("date_dim")).toBe(1);
    expect(output.paths().filter((path) => path.startsWith(".tmp/"))).toEqual([]);
  }, 300_000);
});

/**
 * Names the changes that a run makes by what they are about, the same in any run; of those that are
 * alike (the parts of a table, the questions about a job) only the first has a name.
 */
function changeNames(output: CloudOutput): (call: Call) => string[] {
  const seen = new Map<string, number>();
  return ({ name, path }) => {
    if (!changing.test(name)) return [];
    const about = decodeURIComponent(path)
      .replaceAll(output.name, "OUTPUT")
      .replace(/\d{8}T\d{6}Z-[a-z0-9-]+-\d+-[0-9a-f]{4}/g, "RUN")
      .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "ID")
      .replace(/[0-9a-f]{32}/g, "HASH")
      .replace(/@[^/&?]+Z/g, "@TIME")
      .replace(/rows-\d+/, "rows");
    const count = (seen.get(`${name} ${about}`) ?? 0) + 1;
    seen.set(`${name} ${about}`, count);
    const isAlike = count > 1 && !name.endsWith("s.insert");
    return isAlike || (about.includes("rows") && count > 1) ? [] : [`${name} ${about} ${count}`];
  };
}
