import { join } from "node:path";
import { serveSampleMarket } from "../../pipelines/sample_market/serve_sample_market";
import { parseCommandLine } from "../../pipelines/cli/command_line";
import { log } from "../../pipelines/core/log";
import { pipelineNames } from "../../pipelines/options/pipeline_spec";
import { pipelines } from "../../pipelines/pipelines";
import { planRuns } from "../../pipelines/run/plan_runs";
import { runDirect } from "../../pipelines/runners/direct";
import { newRunId } from "../../pipelines/core/run_id";
import { reportIn } from "../support/output_files";
import { temporaryFolder } from "../support/temporary_folder";

const date = "2026-01-02";
const folder = temporaryFolder();
/** One day of some coins. */
const history = ["--coins=top:9", `--start-date=${date}`, `--end-date=${date}`];

test.each(pipelineNames)("%s counts for the runner what it reports", async (name) => {
  log.level = "error";
  const faults = { duplicates: 0.1, brokenElements: 0.05 };
  const market = await serveSampleMarket({ coins: 500, date, faults });
  const output = join(folder(), name);
  const { options } = parseCommandLine([
    ...[`--source=${market.url}`, `--snapshot-date=${date}`, `--output=${output}`],
    ...["--warehouse=none", "--max-rejects=50%", "--detail-requests=5"],
    ...(name === "market-history" ? history : []),
  ]);
  const identity = { runId: newRunId(), startedAt: new Date().toISOString(), hasKey: false };
  const run = planRuns(name, options, identity);
  const { counters, state } = await runDirect((await pipelines[name].load())(run));
  expect(state).toBe("DONE");
  const { counts } = reportIn(output, name, date);
  expect(counters).toMatchObject(counts);
  expect(counts.fetched).toBe(counts.rows + counts.duplicates + counts.rejects);
  if (name === "market-snapshot") {
    expect(counts.duplicates).toBeGreaterThan(0);
    expect(counts.rejects).toBeGreaterThan(0);
  }
  await market.close();
});
