import { createHash } from "node:crypto";
import { programVersion } from "../core/program_version";
import type { PipelineName } from "../options/pipeline_spec";
import type { ObjectStore } from "../storage/object_store";
import type { Run } from "./run";

/** The folders of the archive whose answers a pipeline reads. */
const archiveFolders: Readonly<Record<PipelineName, readonly string[]>> = {
  "date-dim": [],
  "market-snapshot": ["coins_list/", "coins_markets/", "extras/"],
  // Its days are made from one archive, and all of them again.
  "market-history": [],
  "asset-dim": ["coins_list/", "coins_markets/", "asset_platforms@", "coins/"],
};

/**
 * A digest of all that a day's result follows from: the program's version, the options that have an
 * effect on rows, the warehouse, and which answers the archive has, with the time of each. A day whose
 * report has the same one would be made the same again.
 */
export async function inputsOf(run: Run, store: ObjectStore): Promise<string> {
  const hash = createHash("sha256");
  hash.update(JSON.stringify([programVersion(), settingsOf(run)]));
  const root = `raw/${run.api.archive}/${run.snapshotDate}/`;
  const folders = archiveFolders[run.pipeline];
  if (folders.length > 0) {
    for await (const { path } of store.list(root)) {
      const name = path.slice(root.length);
      if (folders.some((folder) => name.startsWith(folder))) hash.update(`\n${name}`);
    }
  }
  return hash.digest("hex");
}

function settingsOf(run: Run) {
  const { coins, vsCurrency, includeRehypothecated, extras, startDate, endDate } = run;
  const { maxRejects, maxMissing, formats, warehouse, pipeline, detailRequests } = run;
  return {
    ...{ coins, vsCurrency, includeRehypothecated, maxRejects, maxMissing, formats, warehouse },
    ...(pipeline === "market-snapshot" && { extras }),
    ...(pipeline === "asset-dim" && { detailRequests }),
    ...(pipeline === "date-dim" && { startDate, endDate }),
  };
}
