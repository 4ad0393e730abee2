import { ApiError } from "../api_double";
import type { Cell, Field } from "./csv";

/** The fields of a table's resource that can be set. */
export interface TableSettings {
  schema?: { fields: Field[] };
  timePartitioning?: { type: string; field: string };
  requirePartitionFilter?: boolean;
  clustering?: { fields: string[] };
  tableConstraints?: {
    primaryKey?: { columns: string[] };
    foreignKeys?: { referencedTable: { tableId: string } }[];
  };
  description?: string;
  labels?: Record<string, string>;
}

interface Partition {
  readonly rows: readonly Cell[][];
  readonly modified: number;
}

const whole = "";

/** A table of the double: its settings, and its rows by partition (`YYYYMMDD`). */
export class Table {
  private partitions = new Map<string, Partition>();

  constructor(
    readonly id: string,
    readonly settings: TableSettings,
  ) {
    this.settings.schema = { fields: standard(settings.schema?.fields ?? []) };
  }

  get fields(): readonly Field[] {
    return this.settings.schema?.fields ?? [];
  }

  rows(partition?: string): Cell[][] {
    return [...this.partitions]
      .filter(([id]) => partition === undefined || id === partition)
      .flatMap(([, { rows }]) => rows);
  }

  lastWrite(partition?: string): { modified: number; rows: number } | undefined {
    const found = [...this.partitions].filter(
      ([id]) => partition === undefined || id === partition,
    );
    if (found.length === 0) return undefined;
    return {
      modified: Math.max(...found.map(([, { modified }]) => modified)),
      rows: found.reduce((sum, [, { rows }]) => sum + rows.length, 0),
    };
  }

  /** Replaces a partition, or (undefined) all of the table. @returns the error, if any. */
  replace(rows: readonly Cell[][], partition: string | undefined, now: number): string | undefined {
    const column = this.fields.findIndex(
      ({ name }) => name === this.settings.timePartitioning?.field,
    );
    const idOf = (row: readonly Cell[]) =>
      column < 0 ? whole : (row[column] ?? "").replaceAll("-", "");
    if (partition !== undefined) {
      if (column < 0)
        return `Cannot load into partition ${partition} of a table that is not partitioned.`;
      if (rows.some((row) => idOf(row) !== partition)) {
        return `Some rows belong to different partitions rather than destination partition ${this.id}$${partition}`;
      }
      this.partitions.set(partition, { rows, modified: now });
      return undefined;
    }
    const groups = new Map<string, Cell[][]>();
    for (const row of rows) {
      const group = groups.get(idOf(row)) ?? [];
      groups.set(idOf(row), group);
      group.push(row);
    }
    if (column < 0) groups.set(whole, groups.get(whole) ?? []);
    this.partitions = new Map(
      [...groups].map(([id, group]) => [id, { rows: group, modified: now }]),
    );
    return undefined;
  }

  /** As tables.patch: columns can be added, described and relaxed, nothing else. */
  patch(patch: TableSettings): void {
    if (patch.schema) {
      const next = standard(patch.schema.fields);
      for (const old of this.fields) {
        const field = next.find(({ name }) => name === old.name);
        if (field?.type !== old.type || (old.mode !== "REQUIRED" && field.mode === "REQUIRED")) {
          throw new ApiError(
            400,
            "invalid",
            `Provided Schema does not match Table ${this.id}. Field ${old.name} is missing or changed.`,
          );
        }
      }
      const added = next.filter(({ name }) => !this.fields.some((field) => field.name === name));
      if (added.some(({ mode }) => mode === "REQUIRED")) {
        throw new ApiError(
          400,
          "invalid",
          "Provided Schema does not match Table: cannot add required fields to an existing schema.",
        );
      }
      this.settings.schema = { fields: next };
      for (const [id, { rows, modified }] of this.partitions) {
        const longer = rows.map((row) => [...row, ...added.map(() => null)]);
        this.partitions.set(id, { rows: longer, modified });
      }
    }
    Object.assign(this.settings, { ...patch, schema: this.settings.schema });
  }
}

/** Legacy SQL's type names are accepted, as by the service. */
function standard(fields: readonly Field[]): Field[] {
  const names: Record<string, string> = { INTEGER: "INT64", FLOAT: "FLOAT64", BOOLEAN: "BOOL" };
  return fields.map((field) => ({
    ...field,
    type: names[field.type] ?? field.type,
    mode: field.mode ?? "NULLABLE",
  }));
}

/** The service answers with legacy SQL's type names, whichever were given. */
export function legacy(fields: readonly Field[]): Field[] {
  const names: Record<string, string> = { INT64: "INTEGER", FLOAT64: "FLOAT", BOOL: "BOOLEAN" };
  return fields.map((field) => ({ ...field, type: names[field.type] ?? field.type }));
}
