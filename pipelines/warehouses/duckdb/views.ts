import { createHash } from "node:crypto";
import { duckDbText } from "../../../schemas/duckdb_ddl";
import { duckDbViewDdl } from "../../../schemas/views/duckdb_view_ddl";
import { log } from "../../core/log";
import type { View } from "../view_files";
import { messageOf } from "./errors";
import type { DuckDbDatabase, DuckDbSession } from "./database";

/** A macro of the file that answers which definitions its views have: most runs find their own. */
const versionMacro = "crypto_views_version";

/** Makes the views whose tables are there, where the file has others than these. */
export async function updateDuckDbViews(
  database: DuckDbDatabase,
  views: readonly View[],
): Promise<void> {
  const { possible, version, isCurrent } = await database.use(async (session) => {
    const possible = await withTheirTables(session, views);
    const version = versionOf(possible);
    return { possible, version, isCurrent: (await storedVersion(session)) === version };
  });
  if (isCurrent) return;
  await database.change(async (session) => {
    let isComplete = true;
    for (const view of possible) isComplete = (await makeView(session, view)) && isComplete;
    if (isComplete)
      await session.run(`CREATE OR REPLACE MACRO ${versionMacro}() AS ${duckDbText(version)}`);
  });
}

/**
 * A view stays as it is while a table lacks columns that it reads: those of a pipeline that has not
 * run since an earlier version.
 */
async function makeView(session: DuckDbSession, view: View): Promise<boolean> {
  try {
    await session.run(duckDbViewDdl(view, view.sql));
    return true;
  } catch (error) {
    if (!/^(Binder|Catalog) Error/.test(messageOf(error))) throw error;
    log.debug({ err: error }, `The view ${view.name} was not made.`);
    return false;
  }
}

/** Those whose tables and views are there, and whose name is no table's. */
async function withTheirTables(session: DuckDbSession, views: readonly View[]): Promise<View[]> {
  const rows = await session.rows(
    `SELECT table_name AS name FROM duckdb_tables()
     WHERE database_name = current_database() AND schema_name = current_schema()`,
  );
  const tables = new Set(rows.map(({ name }) => String(name)));
  const names = new Set(tables);
  return views.filter(({ name, reads }) => {
    if (tables.has(name)) {
      log.warn(`${name} is a table in the warehouse: the view of this name is not made.`);
      return false;
    }
    const isPossible = reads.every((read) => names.has(read));
    if (isPossible) names.add(name);
    return isPossible;
  });
}

async function storedVersion(session: DuckDbSession): Promise<string | undefined> {
  try {
    const [row] = await session.rows(`SELECT ${versionMacro}() AS version`);
    return String(row?.version);
  } catch (error) {
    if (messageOf(error).includes(versionMacro)) return undefined;
    throw error;
  }
}

function versionOf(views: readonly View[]): string {
  const definitions = views.map((view) => duckDbViewDdl(view, view.sql));
  return createHash("sha256").update(definitions.join("\n")).digest("hex").slice(0, 16);
}
