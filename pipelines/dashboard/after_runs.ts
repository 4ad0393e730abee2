import { log } from "../core/log";
import { newRunId } from "../core/run_id";
import { isStorageUrl } from "../google/storage_url";
import type { CommandLine } from "../options/options";
import { pipelineSpecs } from "../options/pipeline_spec";
import { DuckDbTarget } from "../query/duckdb_target";
import { places } from "../run/places";
import { openObjectStore } from "../storage/open_object_store";
import { allDays } from "./dashboard_arguments";
import { dashboardLine } from "./dashboard_line";
import { writeDashboard } from "./write_dashboard";

/** Whether a command ends with a page: its files are in a local folder, its tables in DuckDB. */
export function makesDashboard({ pipelines, options }: CommandLine): boolean {
  const { output, warehouse } = places(options);
  return (
    options.dashboard &&
    options.runner !== "dataflow" &&
    !isStorageUrl(output) &&
    warehouse.startsWith("duckdb:") &&
    pipelines.some((name) => pipelineSpecs[name].callsApi)
  );
}

/**
 * Writes the page of what a command's runs have left. It is no part of them: a failure is a warning.
 * @returns where it is and what it shows, for a person; null when it could not be made
 */
export async function writeDashboardOf({ options }: CommandLine): Promise<string | null> {
  const { output, warehouse } = places(options);
  try {
    const target = await DuckDbTarget.open(warehouse.slice("duckdb:".length), {
      otherFiles: [],
      onWait: (line) => {
        log.warn({}, line);
      },
    });
    try {
      const store = await openObjectStore(output, newRunId());
      const written = await writeDashboard(target, store, allDays);
      await store.removeTemporary();
      return dashboardLine(store.url, written);
    } finally {
      await target.close();
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    log.warn({}, `dashboard.html could not be made: ${reason}`);
    return null;
  }
}
