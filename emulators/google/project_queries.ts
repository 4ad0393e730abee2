import { ApiError } from "./api_double";
import type { Binding, Resource, ResourceStore } from "./resource";

/** A statement that the set-up runs in BigQuery, and what it does to a dataset. */
interface Statement {
  readonly type: string;
  readonly pattern: RegExp;
  readonly run: (state: ResourceStore, dataset: string, groups: string[], query: string) => void;
}

const statements: readonly Statement[] = [
  {
    type: "GRANT",
    pattern: /^GRANT `([^`]+)` ON SCHEMA `[^.`]+\.(?<dataset>\w+)` TO '([^']+)'$/,
    run: (state, dataset, [role = "", , member = ""]) => {
      const { bindings, etag } = state.policy(dataset) as { bindings: Binding[]; etag: string };
      state.setPolicy(dataset, {
        etag,
        bindings: [...without(bindings, role, member), { role, members: [member] }],
      });
    },
  },
  {
    type: "REVOKE",
    pattern: /^REVOKE `([^`]+)` ON SCHEMA `[^.`]+\.(?<dataset>\w+)` FROM '([^']+)'$/,
    run: (state, dataset, [role = "", , member = ""]) => {
      const { bindings, etag } = state.policy(dataset) as { bindings: Binding[]; etag: string };
      state.setPolicy(dataset, { etag, bindings: without(bindings, role, member) });
    },
  },
  {
    type: "CREATE_VIEW",
    pattern: /^CREATE OR REPLACE VIEW `[^.`]+\.(?<dataset>\w+)\.(\w+)` AS /,
    run: (state, dataset, [, view = ""], query) => {
      state.put(`${dataset}/tables/${view}`, { query });
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
    const dataset = `${datasets}/${match.groups?.dataset ?? ""}`;
    checkLocation(state.read(dataset), jobReference?.location);
    run(state, dataset, match.slice(1), query);
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
