import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ActionableError } from "../core/actionable_error";
import type { QueryTarget } from "../query/query_target";
import type { ObjectStore, WrittenObject } from "../storage/object_store";
import { embed } from "./embed";
import { readPage } from "./read_page";
import type { DayRange } from "./table_reader";

/** Where the page lies under the output. */
export const dashboardPath = "dashboard.html";

export interface WrittenDashboard extends WrittenObject {
  /** 0 where the warehouse has none: the page says what to run then. */
  readonly days: number;
  readonly coins: number;
  readonly isSample: boolean;
}

/**
 * Makes dashboard.html, one file that needs no other, from the days of a range that a warehouse holds.
 * The same warehouse gives the same bytes.
 * @throws ActionableError
 */
export async function writeDashboard(
  target: QueryTarget,
  store: ObjectStore,
  range: DayRange,
): Promise<WrittenDashboard> {
  const template = await readTemplate();
  const content = await readPage(target, range);
  const written = await store.write(dashboardPath, embed(template, content), {
    contentType: "text/html; charset=utf-8",
  });
  return {
    ...written,
    days: content.data?.days.day.length ?? 0,
    coins: content.data?.coins.id.length ?? 0,
    isSample: content.data?.market === "sample",
  };
}

/** What scripts/build_dashboard.mjs has made of dashboard/. */
async function readTemplate(): Promise<string> {
  const file = join(__dirname, "../../dashboard", dashboardPath);
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    throw new ActionableError(
      `The page's template ${file} is missing.`,
      "Build it with `npm run build`.",
      { cause: error },
    );
  }
}
