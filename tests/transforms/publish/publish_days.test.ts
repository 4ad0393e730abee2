import { join } from "node:path";
import { mkdirSync, writeFileSync } from "node:fs";
import { parseCommandLine } from "../../../pipelines/cli/command_line";
import { count, type AuditRecord } from "../../../pipelines/run/audit_record";
import type { RunReport } from "../../../pipelines/run/report";
import { planRuns } from "../../../pipelines/run/plan_runs";
import { PublishDays } from "../../../pipelines/transforms/publish/publish_days";
import { dateDim } from "../../../schemas/date_dim";
import { dataHashes, reportIn } from "../../support/output_files";
import { temporaryFolder } from "../../support/temporary_folder";

const folder = temporaryFolder();

it("a repeat of the last step, whose staged files are gone, gives the report that is there", async () => {
  const { options } = parseCommandLine([`--output=${folder()}`, "--snapshotDate=2026-01-02"]);
  const startedAt = "2026-01-02T00:00:00.000Z";
  const run = planRuns("date-dim", options, { runId: "run-1", startedAt, hasKey: false });
  const staged = ".tmp/run-1/rows-0.jsonl";
  mkdirSync(join(folder(), ".tmp", "run-1"), { recursive: true });
  const days = "2026-01-02,2026,1,1,January,2,Friday,5,2,2026,1,false,false,false";
  const row = `${days},2025-12-29,2026-01-01,2026-01-01,2026-01,31\n`;
  writeFileSync(join(folder(), staged), `${JSON.stringify([["2026-01-02", row]])}\n`);

  const date = "2026-01-02";
  const audit: AuditRecord[] = [
    count(date, "fetched", 1),
    {
      date,
      kind: "partition",
      partition: { file: dateDim.name, lines: 1, content: { path: staged, records: 1 } },
    },
  ];
  const published = async () => {
    const counted: Record<string, number> = {};
    const counter = (name: string) => ({
      increment: (by = 1) => {
        counted[name] = by;
      },
    });
    const names = ["fetched", "rows", "duplicates", "rejects", "missing"] as const;
    const counters = Object.fromEntries(names.map((name) => [name, counter(name)]));
    const reports: RunReport[] = [];
    const value = audit.map((record) => ({ record }));
    const step = new PublishDays(run);
    const ended = step.processAsync({ key: "all days", value }, counters as never);
    for await (const { report } of ended) {
      reports.push(report);
    }
    return { reports, counted };
  };
  const first = await published();
  const hashes = dataHashes(folder());
  expect(first.reports).toMatchObject([{ run_id: "run-1", state: "DONE", counts: { rows: 1 } }]);
  expect(await published()).toEqual(first);
  expect(dataHashes(folder())).toEqual(hashes);
  expect(reportIn(folder(), "date-dim", "2026-01-02")).toEqual(first.reports[0]);
});
