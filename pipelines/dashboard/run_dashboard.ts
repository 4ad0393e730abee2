import type { Writable } from "node:stream";
import { newRunId } from "../core/run_id";
import { openQueryTarget } from "../query/open_query_target";
import { openObjectStore } from "../storage/open_object_store";
import { parseDashboardArguments } from "./dashboard_arguments";
import { dashboardDryRun } from "./dashboard_dry_run";
import { dashboardLine } from "./dashboard_line";
import { writeDashboard } from "./write_dashboard";

/** What is made is said to `out`; what is said meanwhile to `notes`. */
export interface DashboardStreams {
  readonly out: Writable;
  readonly notes: Writable;
}

/**
 * The command `dashboard`: makes the page from a DuckDB file or a BigQuery dataset.
 * @throws UsageError, or an ActionableError
 */
export async function runDashboard(
  argv: readonly string[],
  { out, notes }: DashboardStreams,
): Promise<void> {
  const command = parseDashboardArguments(argv);
  if (command.kind === "help") {
    out.write(command.text);
    return;
  }
  const { asked, output, range } = command;
  const target = await openQueryTarget(asked, (line) => notes.write(`${line}\n`));
  try {
    const store = await openObjectStore(output, newRunId());
    if (command.isDryRun) {
      out.write(await dashboardDryRun(command, target, store));
      return;
    }
    const written = await writeDashboard(target, store, range);
    await store.removeTemporary();
    out.write(`${dashboardLine(store.url, written)}\n`);
  } finally {
    await target.close();
  }
}
