import { type Answer, ApiDouble, ApiError, type Request, type Route } from "./api_double";
import { loadCsv } from "./bigquery_csv";
import { type Result, answer } from "./bigquery_statements";
import { Table, type TableSettings, legacy } from "./bigquery_tables";
import { multipartRelated } from "./multipart_related";

interface Dataset {
  readonly location: string;
  readonly tables: Map<string, Table>;
}

interface LoadConfiguration {
  readonly destinationTable: { readonly datasetId: string; readonly tableId: string };
  readonly schema?: TableSettings["schema"];
  readonly sourceUris?: readonly string[];
  readonly skipLeadingRows?: number;
  readonly allowQuotedNewlines?: boolean;
  readonly preserveAsciiControlCharacters?: boolean;
  readonly writeDisposition?: string;
}

interface JobResource {
  readonly jobReference: { readonly jobId: string; readonly location?: string };
  readonly configuration: { readonly load: LoadConfiguration };
}

interface ErrorProto {
  readonly reason: string;
  readonly message: string;
  readonly location?: string;
}

interface Job {
  readonly resource: JobResource;
  readonly upload: Buffer | undefined;
  state: "PENDING" | "RUNNING" | "DONE";
  errors?: readonly ErrorProto[];
  rows?: number;
  ended?: number;
}

const projects = String.raw`^/bigquery/v2/projects/([^/]+)`;
const path = (rest: string) => new RegExp(`${projects}${rest}$`);

/**
 * BigQuery's REST API (https://cloud.google.com/bigquery/docs/reference/rest) as far as the project
 * uses it, with what other doubles lack: partition decorators, REQUIRED and strict CSV, row errors
 * with their place, the keys' rules, jobs that take their time.
 */
export class BigQueryDouble extends ApiDouble {
  /** Projects that exist but belong to somebody else. */
  readonly forbidden = new Set<string>();
  readonly jobs = new Map<string, Job>();
  /** Errors that the next jobs end with instead of doing anything, first the first. */
  readonly failures: ErrorProto[] = [];
  private readonly datasets = new Map<string, Dataset>();
  private readonly queries = new Map<string, Result>();
  private clock = Date.now();

  /** @param open gives the content that a gs:// URI names. */
  constructor(
    private readonly project: string,
    private readonly open: (uri: string) => Buffer | undefined = () => undefined,
    private readonly bucketLocation = "US",
  ) {
    const routes: Route[] = [
      {
        name: "bigquery.datasets.insert",
        method: "POST",
        path: path("/datasets"),
        handle: (r) => this.createDataset(r),
      },
      {
        name: "bigquery.datasets.get",
        method: "GET",
        path: path("/datasets/([^/]+)"),
        handle: (_, g) => this.getDataset(g),
      },
      {
        name: "bigquery.tables.insert",
        method: "POST",
        path: path("/datasets/([^/]+)/tables"),
        handle: (r, g) => this.createTable(r, g),
      },
      {
        name: "bigquery.tables.get",
        method: "GET",
        path: path("/datasets/([^/]+)/tables/([^/]+)"),
        handle: (_, g) => this.getTable(g),
      },
      {
        name: "bigquery.tables.patch",
        method: "PATCH",
        path: path("/datasets/([^/]+)/tables/([^/]+)"),
        handle: (r, g) => this.patchTable(r, g),
      },
      {
        name: "bigquery.tabledata.list",
        method: "GET",
        path: path("/datasets/([^/]+)/tables/([^/]+)/data"),
        handle: (_, g) => this.listData(g),
      },
      {
        name: "bigquery.jobs.insert",
        method: "POST",
        path: path("/jobs"),
        handle: (r) => this.insertJob(r),
      },
      {
        name: "bigquery.jobs.insert",
        method: "POST",
        path: new RegExp(`^/upload${projects.slice(1)}/jobs$`),
        handle: (r) => this.uploadJob(r),
      },
      {
        name: "bigquery.jobs.get",
        method: "GET",
        path: path("/jobs/([^/]+)"),
        handle: (r, g) => this.getJob(r, g),
      },
      {
        name: "bigquery.jobs.query",
        method: "POST",
        path: path("/queries"),
        handle: (r) => this.query(r),
      },
      {
        name: "bigquery.jobs.getQueryResults",
        method: "GET",
        path: path("/queries/([^/]+)"),
        handle: (_, g) => this.queryResults(g),
      },
    ];
    super(
      routes.map((route) => ({
        ...route,
        handle: (request, groups) => {
          this.checkProject(groups[0] ?? "");
          return route.handle(request, groups.slice(1));
        },
      })),
    );
  }

  table(dataset: string, table: string): Table {
    const found = this.dataset(dataset).tables.get(table);
    if (!found) throw notFound(`Table ${this.project}:${dataset}.${table}`);
    return found;
  }

  private checkProject(project: string): void {
    if (this.forbidden.has(project)) {
      throw new ApiError(
        403,
        "accessDenied",
        `Access Denied: Project ${project}: User does not have bigquery.jobs.create permission in project ${project}.`,
      );
    }
    if (project !== this.project) throw notFound(`Project ${project}`);
  }

  private dataset(id: string): Dataset {
    const found = this.datasets.get(id);
    if (!found) throw notFound(`Dataset ${this.project}:${id}`);
    return found;
  }

  private createDataset({ body }: Request): Answer {
    const { datasetReference, location = "US" } = JSON.parse(body.toString()) as {
      datasetReference: { datasetId: string };
      location?: string;
    };
    const { datasetId } = datasetReference;
    if (this.datasets.has(datasetId)) throw duplicate(`Dataset ${this.project}:${datasetId}`);
    this.datasets.set(datasetId, { location, tables: new Map() });
    return this.getDataset([datasetId]);
  }

  private getDataset([id = ""]: string[]): Answer {
    const { location } = this.dataset(id);
    const datasetReference = { projectId: this.project, datasetId: id };
    return {
      body: { kind: "bigquery#dataset", id: `${this.project}:${id}`, datasetReference, location },
    };
  }

  private createTable({ body }: Request, [dataset = ""]: string[]): Answer {
    const { tableReference, ...settings } = JSON.parse(body.toString()) as TableSettings & {
      tableReference: { tableId: string };
    };
    const { tables } = this.dataset(dataset);
    const { tableId } = tableReference;
    if (tables.has(tableId)) throw duplicate(`Table ${this.project}:${dataset}.${tableId}`);
    this.checkKeys(dataset, settings);
    tables.set(tableId, new Table(tableId, settings));
    return this.getTable([dataset, tableId]);
  }

  private patchTable({ body }: Request, [dataset = "", table = ""]: string[]): Answer {
    const patch = JSON.parse(body.toString()) as TableSettings;
    this.checkKeys(dataset, patch);
    this.table(dataset, table).patch(patch);
    return this.getTable([dataset, table]);
  }

  /** A foreign key needs a table with a primary key to point at. */
  private checkKeys(dataset: string, { tableConstraints }: TableSettings): void {
    for (const { referencedTable } of tableConstraints?.foreignKeys ?? []) {
      if (!this.table(dataset, referencedTable.tableId).settings.tableConstraints?.primaryKey) {
        throw new ApiError(400, "invalid", `Table ${referencedTable.tableId} has no primary key.`);
      }
    }
  }

  private getTable([dataset = "", id = ""]: string[]): Answer {
    const table = this.table(dataset, id);
    const { schema, ...settings } = table.settings;
    return {
      body: {
        kind: "bigquery#table",
        tableReference: { projectId: this.project, datasetId: dataset, tableId: id },
        ...settings,
        schema: { fields: legacy(schema?.fields ?? []) },
        numRows: String(table.rows().length),
        type: "TABLE",
      },
    };
  }

  private listData([dataset = "", id = ""]: string[]): Answer {
    const rows = this.table(dataset, id).rows();
    return {
      body: {
        kind: "bigquery#tableDataList",
        totalRows: String(rows.length),
        rows: rows.map(rowOf),
      },
    };
  }

  private insertJob({ body }: Request): Answer {
    return this.addJob(JSON.parse(body.toString()) as JobResource, undefined);
  }

  private uploadJob({ headers, body }: Request): Answer {
    const { json, content } = multipartRelated(headers["content-type"] ?? "", body);
    return this.addJob(json as unknown as JobResource, content);
  }

  private addJob(resource: JobResource, upload: Buffer | undefined): Answer {
    const { jobId, location = "US" } = resource.jobReference;
    const key = `${location}.${jobId}`;
    if (this.jobs.has(key)) throw duplicate(`Job ${this.project}:${key}`);
    const dataset = this.dataset(resource.configuration.load.destinationTable.datasetId);
    if (dataset.location !== location) throw notFound(`Dataset in location ${location}`);
    const job: Job = { resource, upload, state: "PENDING" };
    this.jobs.set(key, job);
    return { body: this.jobResource(job) };
  }

  /** Each time it is asked for, a job takes one step: from waiting to running to its end. */
  private getJob({ url }: Request, [id = ""]: string[]): Answer {
    const job = this.jobs.get(`${url.searchParams.get("location") ?? "US"}.${id}`);
    if (!job) throw notFound(`Job ${this.project}:${id}`);
    if (job.state === "PENDING") job.state = "RUNNING";
    else if (job.state === "RUNNING") this.runJob(job);
    return { body: this.jobResource(job) };
  }

  private runJob(job: Job): void {
    const failure = this.failures.shift();
    const errors = failure ? [failure] : this.runLoad(job);
    job.state = "DONE";
    job.ended = ++this.clock;
    if (errors) job.errors = errors;
  }

  /** Does what a load job says, or nothing at all. @returns why it could not. */
  private runLoad(job: Job): ErrorProto[] | undefined {
    const { load } = job.resource.configuration;
    const [tableId = "", partition] = load.destinationTable.tableId.split("$");
    const dataset = this.dataset(load.destinationTable.datasetId);
    const table = dataset.tables.get(tableId);
    if (!table) return [{ reason: "notFound", message: `Not found: Table ${tableId}` }];
    const [uri] = load.sourceUris ?? [];
    if (uri !== undefined && this.bucketLocation !== dataset.location) {
      const message = `Cannot read and write in different locations: source: ${this.bucketLocation}, destination: ${dataset.location}`;
      return [{ reason: "invalid", message }];
    }
    const content = uri === undefined ? job.upload : this.open(uri);
    if (!content) return [{ reason: "notFound", message: `Not found: URI ${uri ?? ""}` }];
    const schema = load.schema?.fields ?? [];
    const mismatch = schema.find((field) => {
      const present = table.fields.find(({ name }) => name === field.name);
      return present?.type !== field.type || present.mode !== field.mode;
    });
    if (mismatch && load.writeDisposition !== "WRITE_TRUNCATE") {
      return [
        {
          reason: "invalid",
          message: `Provided Schema does not match Table ${tableId}. Field ${mismatch.name} has changed.`,
        },
      ];
    }
    const loaded = loadCsv(content, schema, {
      skipLeadingRows: load.skipLeadingRows ?? 0,
      allowQuotedNewlines: load.allowQuotedNewlines ?? false,
      preserveAsciiControlCharacters: load.preserveAsciiControlCharacters ?? false,
      location: uri ?? "upload",
    });
    if ("error" in loaded) {
      const message =
        "Error while reading data, error message: CSV processing encountered too many errors, giving up. Rows: 1; errors: 1; max bad: 0; error percent: 0";
      return [{ reason: "invalid", message }, loaded.error];
    }
    const places = table.fields.map(({ name }) => schema.findIndex((field) => field.name === name));
    const rows = loaded.rows.map((row) => places.map((place) => row[place] ?? null));
    const wrong = table.replace(rows, partition, ++this.clock);
    if (wrong !== undefined) return [{ reason: "invalid", message: wrong }];
    if (partition === undefined && load.writeDisposition === "WRITE_TRUNCATE") {
      delete table.settings.tableConstraints;
    }
    job.rows = rows.length;
    return undefined;
  }

  private jobResource({ resource, state, errors, rows, ended }: Job): Record<string, unknown> {
    const location = resource.jobReference.location ?? "US";
    return {
      kind: "bigquery#job",
      ...resource,
      jobReference: { projectId: this.project, ...resource.jobReference, location },
      status: { state, ...(errors && { errorResult: errors[0], errors }) },
      statistics: {
        ...(ended !== undefined && { endTime: String(ended) }),
        ...(rows !== undefined && { load: { outputRows: String(rows) } }),
      },
    };
  }

  /** The first answer to a query says that it is not done yet. */
  private query({ body }: Request): Answer {
    const { query, location = "US" } = JSON.parse(body.toString()) as {
      query: string;
      location?: string;
    };
    const [, dataset = ""] = /FROM `[^.`]+\.(\w+)/.exec(query) ?? [];
    const jobId = `query_${this.queries.size}`;
    this.queries.set(
      jobId,
      answer(query, (name) => this.table(dataset, name)),
    );
    const jobReference = { projectId: this.project, jobId, location };
    return { body: { kind: "bigquery#queryResponse", jobReference, jobComplete: false } };
  }

  private queryResults([jobId = ""]: string[]): Answer {
    const result = this.queries.get(jobId);
    if (!result) throw notFound(`Job ${this.project}:${jobId}`);
    return {
      body: {
        kind: "bigquery#getQueryResultsResponse",
        jobReference: { projectId: this.project, jobId, location: "US" },
        jobComplete: true,
        schema: { fields: result.fields },
        totalRows: String(result.rows.length),
        rows: result.rows.map(rowOf),
      },
    };
  }
}

function rowOf(cells: readonly (string | null)[]): { f: { v: string | null }[] } {
  return { f: cells.map((v) => ({ v })) };
}

function notFound(what: string): ApiError {
  return new ApiError(404, "notFound", `Not found: ${what}`);
}

function duplicate(what: string): ApiError {
  return new ApiError(409, "duplicate", `Already Exists: ${what}`);
}
