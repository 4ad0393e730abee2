import { type Answer, ApiError, type Request } from "../api_double";
import type { Cell } from "./csv";
import { Table, type TableSettings, legacy } from "./tables";

interface Dataset {
  readonly location: string;
  readonly tables: Map<string, Table>;
}

/** The datasets of a project and their tables, with the calls that are about them. */
export class Catalog {
  private readonly datasets = new Map<string, Dataset>();

  constructor(private readonly project: string) {}

  dataset(id: string): Dataset {
    const found = this.datasets.get(id);
    if (!found) throw notFound(`Dataset ${this.project}:${id}`);
    return found;
  }

  table(dataset: string, id: string): Table {
    const found = this.dataset(dataset).tables.get(id);
    if (!found) throw notFound(`Table ${this.project}:${dataset}.${id}`);
    return found;
  }

  createDataset({ body }: Request): Answer {
    const { datasetReference, location = "US" } = JSON.parse(body.toString()) as {
      datasetReference: { datasetId: string };
      location?: string;
    };
    const { datasetId } = datasetReference;
    if (this.datasets.has(datasetId)) throw duplicate(`Dataset ${this.project}:${datasetId}`);
    this.datasets.set(datasetId, { location, tables: new Map() });
    return this.getDataset([datasetId]);
  }

  getDataset([datasetId = ""]: string[]): Answer {
    const { location } = this.dataset(datasetId);
    const datasetReference = { projectId: this.project, datasetId };
    return { body: { kind: "bigquery#dataset", datasetReference, location } };
  }

  createTable({ body }: Request, [dataset = ""]: string[]): Answer {
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

  patchTable({ body }: Request, [dataset = "", table = ""]: string[]): Answer {
    const patch = JSON.parse(body.toString()) as TableSettings;
    this.checkKeys(dataset, patch);
    this.table(dataset, table).patch(patch);
    return this.getTable([dataset, table]);
  }

  getTable([datasetId = "", tableId = ""]: string[]): Answer {
    const table = this.table(datasetId, tableId);
    return {
      body: {
        kind: "bigquery#table",
        type: "TABLE",
        tableReference: { projectId: this.project, datasetId, tableId },
        ...table.settings,
        schema: { fields: legacy(table.fields) },
        numRows: String(table.rows().length),
      },
    };
  }

  listData([dataset = "", id = ""]: string[]): Answer {
    const rows = this.table(dataset, id).rows();
    const totalRows = String(rows.length);
    return { body: { kind: "bigquery#tableDataList", totalRows, rows: rows.map(wireRow) } };
  }

  /** A foreign key needs a table with a primary key to point at. */
  private checkKeys(dataset: string, { tableConstraints }: TableSettings): void {
    for (const { referencedTable } of tableConstraints?.foreignKeys ?? []) {
      if (!this.table(dataset, referencedTable.tableId).settings.tableConstraints?.primaryKey) {
        throw new ApiError(400, "invalid", `Table ${referencedTable.tableId} has no primary key.`);
      }
    }
  }
}

/** A row as the API writes it. */
export function wireRow(cells: readonly Cell[]): { f: { v: Cell }[] } {
  return { f: cells.map((v) => ({ v })) };
}

export function notFound(what: string): ApiError {
  return new ApiError(404, "notFound", `Not found: ${what}`);
}

export function duplicate(what: string): ApiError {
  return new ApiError(409, "duplicate", `Already Exists: ${what}`);
}
