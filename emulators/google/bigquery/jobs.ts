import type { Answer, Request } from "../api_double";
import { type Catalog, duplicate, notFound, wireRow } from "./catalog";
import { loadCsv } from "./csv";
import { type Result, answer } from "./statements";
import type { Table, TableSettings } from "./tables";
import { multipartRelated } from "../storage/multipart_related";

export interface ErrorProto {
  readonly reason: string;
  readonly message: string;
  readonly location?: string;
}

/** Where load jobs read from. */
export interface Source {
  /** The content that a `gs://` URI names. */
  open(uri: string): Buffer | undefined;
  readonly location: string;
}

/** How rows are partitioned and clustered; a load that states it must state the table's own. */
type Layout = Pick<TableSettings, "timePartitioning" | "clustering">;

interface LoadConfiguration extends Layout {
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

interface QueryResource {
  readonly jobReference: { readonly jobId: string };
  readonly configuration: { readonly query: { readonly query: string } };
}

interface Job {
  readonly resource: JobResource;
  readonly upload: Buffer | undefined;
  state: "PENDING" | "RUNNING" | "DONE";
  errors?: readonly ErrorProto[];
  rows?: number;
  /** Of the file that was read. */
  bytes?: number;
  ended?: number;
}

/** The load jobs and the queries of a project. */
export class Jobs {
  readonly byId = new Map<string, Job>();
  /** Errors that the next jobs end with instead of loading, in order. */
  readonly failures: ErrorProto[] = [];
  private readonly queries = new Map<string, { readonly result: Result; asked: number }>();
  private clock = Date.now();

  constructor(
    private readonly project: string,
    private readonly catalog: Catalog,
    private readonly source: Source,
  ) {}

  insert({ body }: Request): Answer {
    const resource = JSON.parse(body.toString()) as JobResource | QueryResource;
    if (isQuery(resource)) return this.startQuery(resource);
    return this.add(resource, undefined);
  }

  upload({ headers, body }: Request): Answer {
    const { json, content } = multipartRelated(headers["content-type"] ?? "", body);
    return this.add(json as unknown as JobResource, content);
  }

  /** The first answer is that the query is not done yet. */
  queryResults([jobId = ""]: string[]): Answer {
    const query = this.queries.get(jobId);
    if (!query) throw notFound(`Job ${this.project}:${jobId}`);
    const jobReference = { projectId: this.project, jobId, location: "US" };
    const kind = "bigquery#getQueryResultsResponse";
    if (++query.asked === 1) return { body: { kind, jobReference, jobComplete: false } };
    const { fields, rows } = query.result;
    const totalRows = String(rows.length);
    return {
      body: {
        ...{ kind, jobReference, jobComplete: true, totalRows },
        schema: { fields },
        rows: rows.map(wireRow),
      },
    };
  }

  private startQuery(resource: QueryResource): Answer {
    const { jobId } = resource.jobReference;
    if (this.queries.has(jobId)) throw duplicate(`Job ${this.project}:${jobId}`);
    const { query } = resource.configuration.query;
    const [, dataset = ""] = /FROM `[^.`]+\.(\w+)/.exec(query) ?? [];
    const result = answer(query, (name) => this.catalog.table(dataset, name));
    this.queries.set(jobId, { result, asked: 0 });
    return { body: { kind: "bigquery#job", ...resource, status: { state: "RUNNING" } } };
  }

  /** At each call a job takes one step: from PENDING to RUNNING to DONE. */
  get({ url }: Request, [id = ""]: string[]): Answer {
    const job = this.byId.get(`${url.searchParams.get("location") ?? "US"}.${id}`);
    if (!job) throw notFound(`Job ${this.project}:${id}`);
    if (job.state === "PENDING") job.state = "RUNNING";
    else if (job.state === "RUNNING") this.end(job);
    return { body: this.resource(job) };
  }

  private add(resource: JobResource, upload: Buffer | undefined): Answer {
    const { jobId, location = "US" } = resource.jobReference;
    const key = `${location}.${jobId}`;
    if (this.byId.has(key)) throw duplicate(`Job ${this.project}:${key}`);
    const { datasetId } = resource.configuration.load.destinationTable;
    if (this.catalog.dataset(datasetId).location !== location) {
      throw notFound(`Dataset ${this.project}:${datasetId} was not found in location ${location}`);
    }
    const job: Job = { resource, upload, state: "PENDING" };
    this.byId.set(key, job);
    return { body: this.resource(job) };
  }

  private end(job: Job): void {
    const failure = this.failures.shift();
    const result = failure ? [failure] : this.load(job);
    job.state = "DONE";
    job.ended = ++this.clock;
    if (typeof result === "number") job.rows = result;
    else job.errors = result;
  }

  /** Executes a load job atomically. @returns the rows, or why it failed. */
  private load(job: Job): number | ErrorProto[] {
    const { load } = job.resource.configuration;
    const { datasetId, tableId } = load.destinationTable;
    const [id = "", partition] = tableId.split("$");
    const { tables, location } = this.catalog.dataset(datasetId);
    const table = tables.get(id);
    if (!table) return failed("notFound", `Not found: Table ${this.project}:${datasetId}.${id}`);
    const [uri] = load.sourceUris ?? [];
    if (uri !== undefined && this.source.location !== location) {
      const places = `source: ${this.source.location}, destination: ${location}`;
      return failed("invalid", `Cannot read and write in different locations: ${places}`);
    }
    const layout = ({ timePartitioning, clustering }: Layout) =>
      JSON.stringify([timePartitioning?.field, clustering?.fields]);
    if (layout(load) !== layout({}) && layout(load) !== layout(table.settings)) {
      return failed(
        "invalid",
        `Incompatible table partitioning specification. Expects ${layout(table.settings)}, but input is ${layout(load)}`,
      );
    }
    const content = uri === undefined ? job.upload : this.source.open(uri);
    if (!content) return failed("notFound", `Not found: URI ${uri ?? ""}`);
    job.bytes = content.length;
    const schema = load.schema?.fields ?? [];
    const wrongField =
      load.writeDisposition === "WRITE_TRUNCATE" && partition === undefined
        ? undefined
        : changedField(table, schema);
    if (wrongField !== undefined) {
      const change = `Field ${wrongField} has changed`;
      return failed("invalid", `Provided Schema does not match Table ${id}. ${change}`);
    }
    const loaded = loadCsv(content, schema, {
      skipLeadingRows: load.skipLeadingRows ?? 0,
      allowQuotedNewlines: load.allowQuotedNewlines ?? false,
      preserveAsciiControlCharacters: load.preserveAsciiControlCharacters ?? false,
      location: uri ?? "upload",
    });
    if ("error" in loaded) return [...failed("invalid", givingUp), loaded.error];
    const places = table.fields.map(({ name }) => schema.findIndex((each) => each.name === name));
    const rows = loaded.rows.map((row) => places.map((place) => row[place] ?? null));
    const wrong = table.replace(rows, partition, ++this.clock);
    if (wrong !== undefined) return failed("invalid", wrong);
    if (partition === undefined && load.writeDisposition === "WRITE_TRUNCATE") {
      delete table.settings.tableConstraints;
    }
    return rows.length;
  }

  private resource({ resource, state, errors, rows, bytes, ended }: Job): Record<string, unknown> {
    const location = resource.jobReference.location ?? "US";
    return {
      kind: "bigquery#job",
      ...resource,
      jobReference: { projectId: this.project, ...resource.jobReference, location },
      status: { state, ...(errors && { errorResult: errors[0], errors }) },
      statistics: {
        ...(ended !== undefined && { endTime: String(ended) }),
        ...(rows !== undefined && {
          load: { outputRows: String(rows), inputFileBytes: String(bytes), inputFiles: "1" },
        }),
      },
    };
  }
}

function isQuery(resource: JobResource | QueryResource): resource is QueryResource {
  return "query" in resource.configuration;
}

const givingUp =
  "Error while reading data, error message: CSV processing encountered too many errors, giving up. Rows: 1; errors: 1; max bad: 0; error percent: 0";

function failed(reason: string, message: string): ErrorProto[] {
  return [{ reason, message }];
}

/** A field of a load's schema that differs from the table's. */
function changedField(
  table: Table,
  schema: readonly { name: string; type: string; mode?: string }[],
) {
  return schema.find((field) => {
    const present = table.fields.find(({ name }) => name === field.name);
    return present?.type !== field.type || present.mode !== field.mode;
  })?.name;
}
