import { ApiDouble, ApiError, type Handler, route } from "../api_double";
import { Catalog, notFound } from "./catalog";
import { type ErrorProto, Jobs, type Source } from "./jobs";
import type { Table } from "./tables";

const projects = "/bigquery/v2/projects/([^/]+)";
const path = (rest: string) => new RegExp(`^${projects}${rest}$`);
const uploads = new RegExp(`^/upload${projects}/jobs$`);
const dataset = "/datasets/([^/]+)";
const table = `${dataset}/tables/([^/]+)`;

/**
 * BigQuery's REST API (https://cloud.google.com/bigquery/docs/reference/rest) as far as the project
 * uses it, with what other doubles lack: partition decorators, REQUIRED and strict CSV, row errors
 * with their position, key constraints, jobs that take several polls.
 */
export class BigQueryDouble extends ApiDouble {
  /** Projects that exist but belong to somebody else. */
  readonly forbidden = new Set<string>();
  private readonly catalog: Catalog;
  private readonly loads: Jobs;

  constructor(
    private readonly project: string,
    source: Source = { open: () => undefined, location: "US" },
  ) {
    const catalog = new Catalog(project);
    const jobs = new Jobs(project, catalog, source);
    // Each path begins with the project, which is checked and removed.
    const call = (name: string, method: string, pattern: RegExp, handle: Handler) =>
      route(name, method, pattern, (request, [called = "", ...groups]) => {
        this.checkProject(called);
        return handle(request, groups);
      });
    super([
      call("bigquery.datasets.insert", "POST", path("/datasets"), (r) => catalog.createDataset(r)),
      call("bigquery.datasets.get", "GET", path(dataset), (_, g) => catalog.getDataset(g)),
      call("bigquery.tables.insert", "POST", path(`${dataset}/tables`), (r, g) =>
        catalog.createTable(r, g),
      ),
      call("bigquery.tables.get", "GET", path(table), (_, g) => catalog.getTable(g)),
      call("bigquery.tables.patch", "PATCH", path(table), (r, g) => catalog.patchTable(r, g)),
      call("bigquery.tabledata.list", "GET", path(`${table}/data`), (_, g) => catalog.listData(g)),
      call("bigquery.jobs.insert", "POST", uploads, (r) => jobs.upload(r)),
      call("bigquery.jobs.insert", "POST", path("/jobs"), (r) => jobs.insert(r)),
      call("bigquery.jobs.get", "GET", path("/jobs/([^/]+)"), (r, g) => jobs.get(r, g)),
      call("bigquery.jobs.getQueryResults", "GET", path("/queries/([^/]+)"), (_, g) =>
        jobs.queryResults(g),
      ),
    ]);
    this.catalog = catalog;
    this.loads = jobs;
  }

  table(datasetId: string, tableId: string): Table {
    return this.catalog.table(datasetId, tableId);
  }

  /** How many load jobs there are, in any state. */
  get jobs(): number {
    return this.loads.byId.size;
  }

  /** What each load job was started with, in their order. */
  get configurations(): readonly object[] {
    return [...this.loads.byId.values()].map(({ resource }) => resource.configuration.load);
  }

  /** How many of them were into a table, in any dataset. */
  jobsInto(table: string): number {
    const targets = [...this.loads.byId.values()].map(
      ({ resource }) => resource.configuration.load.destinationTable.tableId,
    );
    return targets.filter((target) => target.split("$")[0] === table).length;
  }

  /** The next job ends with this error instead of loading. */
  failNextJob(error: ErrorProto): void {
    this.loads.failures.push(error);
  }

  private checkProject(project: string): void {
    if (this.forbidden.has(project)) {
      const message = `Access Denied: Project ${project}: User does not have bigquery.jobs.create permission in project ${project}.`;
      throw new ApiError(403, "accessDenied", message);
    }
    if (project !== this.project) throw notFound(`Project ${project}`);
  }
}
