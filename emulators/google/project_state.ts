import { createHash } from "node:crypto";
import { ApiError } from "./api_double";
import { checkPolicy } from "./project_monitoring";
import { runQuery } from "./project_queries";
import type { Binding, Resource, ResourceStore } from "./resource";

/** The state of a project: resources and IAM policies by their path, prefixed with the service. */
export class ProjectState implements ResourceStore {
  readonly resources = new Map<string, Resource>();
  readonly policies = new Map<string, Binding[]>();
  /** The changes so far, in order; a call that changed nothing is not among them. */
  readonly changes: string[] = [];
  /** The time in seconds, which passes only when a test lets it. */
  now = 0;
  private readonly createdAt = new Map<string, number>();
  /** Called after each change, before the response. */
  onChange: () => void = () => undefined;

  constructor(private readonly project: string) {
    this.resources.set(`cloudresourcemanager/projects/${project}`, { projectId: project });
  }

  /** The roles of each account, as `ROLE on PATH`. */
  rolesOf(account: string): string[] {
    return [...this.policies].flatMap(([path, bindings]) =>
      bindings
        .filter(({ members }) => members.includes(`serviceAccount:${account}`))
        .map(({ role }) => `${role} on ${path}`),
    );
  }

  create(collection: string, query: URLSearchParams, body: Resource): Resource {
    const id = this.idOf(collection, query, body);
    const path = `${collection}/${id}`;
    if (this.resources.has(path)) throw new ApiError(409, "alreadyExists", `${path} exists.`);
    if (collection.endsWith("/alertPolicies")) checkPolicy(body, (name) => this.metricAge(name));
    const created = { ...body, ...nameOf(path, body) };
    this.put(path, created);
    return isOperation(path) ? operation(path, created) : created;
  }

  has(path: string): boolean {
    return this.resources.has(path);
  }

  read(path: string): Resource {
    const found = this.resources.get(this.canonical(path));
    if (found) return found;
    if (path.endsWith("/storageLayout")) return this.read(parentOf(path));
    if (path.endsWith("/versions/latest")) return this.latest(parentOf(path));
    const kind = lists[path.split("/").at(-1) ?? ""];
    if (kind === undefined) throw notFound(path);
    const entries = [...this.resources].filter(([key]) => parentOf(key) === path);
    return { [kind]: entries.map(([, resource]) => resource) };
  }

  update(path: string, changes: Resource): Resource {
    const updated = { ...this.read(path), ...changes };
    if (JSON.stringify(updated) !== JSON.stringify(this.read(path))) {
      this.resources.set(path, updated);
      this.changed(`update ${path}`);
    }
    return updated;
  }

  remove(given: string): Resource {
    const path = this.canonical(given);
    if (!this.resources.has(path)) throw notFound(path);
    for (const key of this.resources.keys()) {
      if (key === path || key.startsWith(`${path}/`)) this.resources.delete(key);
    }
    this.policies.delete(path);
    this.changed(`delete ${path}`);
    return isOperation(path) ? operation(path, {}) : {};
  }

  policy(given: string): Resource {
    const path = this.canonical(given);
    if (!this.resources.has(path)) throw notFound(path);
    const bindings = this.policies.get(path) ?? [];
    return { version: 3, etag: etagOf(bindings), bindings };
  }

  setPolicy(given: string, policy: Resource): Resource {
    const path = this.canonical(given);
    const { etag } = this.policy(path);
    if (policy.etag !== etag)
      throw new ApiError(409, "aborted", "The policy has changed since it was read.");
    const bindings = (policy.bindings ?? []) as Binding[];
    // A binding of an account that was deleted later stays until somebody removes it.
    const held = (this.policies.get(path) ?? []).flatMap(({ members }) => members);
    const added = bindings.flatMap(({ members }) => members).filter((one) => !held.includes(one));
    for (const account of added) this.checkAccount(account);
    if (etagOf(bindings) !== etag) {
      this.policies.set(path, bindings);
      this.changed(`policy ${path}`);
    }
    return this.policy(path);
  }

  enable(names: readonly string[]): Resource {
    for (const name of names) {
      const path = `serviceusage/projects/${this.project}/services/${name}`;
      if (!this.resources.has(path)) this.put(path, { name });
    }
    return { name: "operations/done", done: true, response: {} };
  }

  addVersion(secret: string, body: Resource): Resource {
    if (!this.resources.has(secret)) throw notFound(secret);
    const before = this.versions(secret).length;
    const path = `${secret}/versions/${before + 1}`;
    const version = {
      name: path.replace(/^\w+\//, ""),
      state: "ENABLED",
      clientSpecifiedPayloadChecksum: true,
    };
    this.put(path, { ...version, payload: body.payload });
    return version;
  }

  query(job: Resource): Resource {
    return runQuery(this, `bigquery/projects/${this.project}/datasets`, job);
  }

  queryDone(path: string): Resource {
    const jobReference = { projectId: this.project, jobId: path.split("/").at(-1) };
    const status = { state: "DONE" };
    const configuration = { query: {} };
    const rows = { jobComplete: true, totalRows: "0", schema: { fields: [] }, rows: [] };
    return { kind: "bigquery#job", jobReference, status, configuration, statistics: {}, ...rows };
  }

  private versions(secret: string): string[] {
    return [...this.resources.keys()].filter((key) => parentOf(key) === `${secret}/versions`);
  }

  private latest(collection: string): Resource {
    const last = this.versions(parentOf(collection)).at(-1);
    if (last === undefined) throw notFound(`${collection}/latest`);
    return this.read(last);
  }

  private metricAge(name: string): number | undefined {
    const created = this.createdAt.get(`logging/projects/${this.project}/metrics/${name}`);
    return created === undefined ? undefined : this.now - created;
  }

  put(path: string, resource: Resource): void {
    this.resources.set(path, resource);
    this.createdAt.set(path, this.now);
    this.changed(`create ${path}`);
  }

  private changed(what: string): void {
    this.changes.push(what);
    this.onChange();
  }

  /** A service account may be named without its project. */
  private canonical(path: string): string {
    return path.replace("iam/projects/-/", `iam/projects/${this.project}/`);
  }

  private checkAccount(member: string): void {
    const account = member.replace("serviceAccount:", "");
    // An agent of Google's own, which is there once its API is enabled.
    if (/@gcp-sa-\w+[.]iam[.]gserviceaccount[.]com$/.test(account)) return;
    if (!this.resources.has(`iam/projects/${this.project}/serviceAccounts/${account}`)) {
      throw new ApiError(400, "invalid", `Service account ${account} does not exist.`);
    }
  }

  /** A resource's id is in the query or in the body; otherwise the service generates it. */
  private idOf(collection: string, query: URLSearchParams, body: Resource): string {
    const fromQuery = ["repositoryId", "secretId"].map((name) => query.get(name)).find(Boolean);
    if (fromQuery) return fromQuery;
    if (typeof body.accountId === "string") {
      return `${body.accountId}@${this.project}.iam.gserviceaccount.com`;
    }
    const dataset = (body.datasetReference as { datasetId?: string } | undefined)?.datasetId;
    if (dataset !== undefined) return dataset;
    if (typeof body.name === "string" && body.name !== "") return body.name;
    return String(
      [...this.resources.keys()].filter((key) => parentOf(key) === collection).length + 1,
    );
  }
}

/** The field of a list response that holds the resources. */
const lists: Record<string, string> = {
  alertPolicies: "alertPolicies",
  dashboards: "dashboards",
  managedFolders: "items",
  metrics: "metrics",
  serviceAccounts: "accounts",
  o: "items",
  tables: "tables",
  versions: "versions",
};

export function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/"));
}

/** A resource's name is its path; that of buckets, metrics and triggers is short. */
function nameOf(path: string, { name }: Resource): Resource {
  const id = path.split("/").at(-1) ?? "";
  if (/\/(b|metrics|triggers)\//.test(path)) return { name, id };
  const email = path.includes("/serviceAccounts/") ? { email: id } : {};
  return { name: path.replace(/^\w+\//, ""), ...email };
}

/** Artifact Registry answers with a long-running operation, which is done immediately here. */
function isOperation(path: string): boolean {
  return path.startsWith("artifactregistry/");
}

function operation(path: string, response: Resource): Resource {
  const [, project, , location] = path.split("/").slice(1);
  return {
    name: `projects/${project}/locations/${location}/operations/1`,
    done: true,
    response: {
      "@type": "type.googleapis.com/google.devtools.artifactregistry.v1.Repository",
      ...response,
    },
  };
}

function etagOf(bindings: readonly Binding[]): string {
  const sorted = bindings
    .map(({ role, members }) => ({ role, members: [...members].sort() }))
    .sort((one, other) => (one.role < other.role ? -1 : 1));
  const hash = createHash("sha256").update(JSON.stringify(sorted)).digest("hex").slice(0, 12);
  return Buffer.from(hash).toString("base64");
}

function notFound(path: string): ApiError {
  return new ApiError(404, "notFound", `${path} does not exist.`);
}
