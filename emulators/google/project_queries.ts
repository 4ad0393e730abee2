import { ApiError } from "./api_double";
import type { Binding, Resource, ResourceStore } from "./resource";

/** A statement that the set-up runs in BigQuery, and what it does to a dataset or a table of it. */
interface Statement {
  readonly type: string;
  /** With the groups `dataset`, `table` unless it is about the dataset, and others that it has. */
  readonly pattern: RegExp;
  readonly run: (state: ResourceStore, path: string, groups: Groups, query: string) => void;
}

type Groups = Readonly<Partial<Record<string, string>>>;

const place = "`[^.`]+\\.(?<dataset>\\w+)(?:\\.(?<table>\\w+))?`";
const role = "`(?<role>[^`]+)` ON (?:SCHEMA|TABLE)";

const statements: readonly Statement[] = [
  {
    type: "GRANT",
    pattern: new RegExp(`^GRANT ${role} ${place} TO '(?<member>[^']+)'$`),
    run: (state, path, { role = "", member = "" }) => {
      const { bindings, etag } = state.policy(path) as { bindings: Binding[]; etag: string };
      state.setPolicy(path, {
        etag,
        bindings: [...without(bindings, role, member), { role, members: [member] }],
      });
    },
  },
  {
    type: "REVOKE",
    pattern: new RegExp(`^REVOKE ${role} ${place} FROM '(?<member>[^']+)'$`),
    run: (state, path, { role = "", member = "" }) => {
      const { bindings, etag } = state.policy(path) as { bindings: Binding[]; etag: string };
      state.setPolicy(path, { etag, bindings: without(bindings, role, member) });
    },
  },
  {
    type: "CREATE_VIEW",
    pattern: new RegExp(`^CREATE OR REPLACE VIEW ${place} \\(`),
    run: (state, path, { table: tableId }, query) => {
      state.put(path, { tableReference: { tableId }, query });
    },
  },
  {
    type: "CREATE_TABLE",
    pattern: new RegExp(`^CREATE TABLE IF NOT EXISTS ${place} \\(`),
    run: (state, path, { table: tableId }) => {
      if (!state.has(path)) state.put(path, { tableReference: { tableId } });
    },
  },
];

/** Runs a query job. @param datasets the path of the project's datasets */
export function runQuery(state: ResourceStore, datasets: string, job: Resource): Resource {
  const { configuration, jobReference } = job as {
    configuration: { query: { query: string } };
    jobReference?: { location?: string };
  };
  const { query } = configuration.query;
  for (const { type, pattern, run } of statements) {
    const match = pattern.exec(query);
    if (!match) continue;
    const { dataset = "", table, ...groups }: Groups = match.groups ?? {};
    const path = `${datasets}/${dataset}`;
    checkLocation(state.read(path), jobReference?.location);
    const place = table === undefined ? path : `${path}/tables/${table}`;
    run(state, place, { ...groups, table }, query);
    const statistics = { query: { statementType: type } };
    return { ...job, kind: "bigquery#job", status: { state: "DONE" }, statistics };
  }
  throw new ApiError(400, "invalidQuery", `The double does not understand: ${query}`);
}

/** A job runs in one location, in the US by default, and finds only the datasets of that location. */
function checkLocation(dataset: Resource, location = "US"): void {
  if (String(dataset.location).toLowerCase() === location.toLowerCase()) return;
  const message = `Not found: Dataset was not found in location ${location}`;
  throw new ApiError(404, "notFound", message);
}

function without(bindings: readonly Binding[], role: string, member: string): Binding[] {
  return bindings.filter((one) => one.role !== role || !one.members.includes(member));
}
