import type { TableField, TableMetadata } from "@google-cloud/bigquery";
import { bigQuerySchema } from "../../../schemas/bigquery_schema";
import type { TableSpec } from "../../../schemas/table";

/** A table as the API describes it, without what the client adds. */
export type TableResource = Omit<TableMetadata, "schema" | "partitioning" | "view"> & {
  schema?: { fields?: TableField[] };
};

const labels = { app: "crypto-pipelines" };

/** The table to create for a spec. */
export function tableResource(
  spec: TableSpec,
  projectId: string,
  datasetId: string,
): TableResource {
  const { partitionBy, partitionFilter } = spec;
  return {
    description: spec.description,
    labels,
    schema: { fields: bigQuerySchema(spec).map((field) => ({ ...field })) },
    ...layoutOf(spec),
    ...(partitionBy && { requirePartitionFilter: partitionFilter !== "optional" }),
    tableConstraints: {
      primaryKey: { columns: [...spec.primaryKey] },
      ...(spec.foreignKeys && {
        foreignKeys: spec.foreignKeys.map(({ column, table, references }) => ({
          name: `${column}_in_${table}`,
          referencedTable: { projectId, datasetId, tableId: table },
          columnReferences: [{ referencingColumn: column, referencedColumn: references }],
        })),
      }),
    },
  };
}

/** How a table's rows are partitioned and clustered. */
export function layoutOf({ partitionBy, clusterBy }: TableSpec) {
  return {
    ...(partitionBy && { timePartitioning: { type: "DAY", field: partitionBy } }),
    ...(clusterBy && { clustering: { fields: [...clusterBy] } }),
  };
}

/**
 * How a table differs from its spec in ways that no schema patch can correct: one readable phrase
 * each. Missing columns are no difference: they can be added.
 */
export function differences(wanted: TableResource, found: TableResource): string[] {
  const present = byName(found);
  const expected = byName(wanted);
  const differing = (wanted.schema?.fields ?? []).flatMap(({ name = "", type, mode }) => {
    const field = present.get(name);
    if (!field) return [];
    if (typeName(field.type) !== typeName(type) || field.mode === "REPEATED") {
      const repeated = field.mode === "REPEATED" ? "repeated " : "";
      return [`column ${name} is ${repeated}${typeName(field.type)}, not ${typeName(type)}`];
    }
    if (field.mode === "REQUIRED" && mode !== "REQUIRED") return [`column ${name} is REQUIRED`];
    return [];
  });
  const unknown = [...present.keys()]
    .filter((name) => !expected.has(name))
    .map((name) => `column ${name} is not in this table's schema`);
  const layout = [
    ["partitioned", partitioning(found), partitioning(wanted)],
    ["clustered", clustering(found), clustering(wanted)],
  ].flatMap(([how, is, should]) => (is === should ? [] : [`it is ${how} ${is}, not ${should}`]));
  return [...differing, ...unknown, ...layout];
}

/** What to patch in a table without differences so that it is as its spec says; undefined when it is. */
export function schemaPatch(
  wanted: TableResource,
  found: TableResource,
): TableResource | undefined {
  const present = byName(found);
  const missing = (wanted.schema?.fields ?? [])
    .filter(({ name }) => !present.has(name ?? ""))
    // A column that is added to a table with rows can't be REQUIRED.
    .map((field): TableField => ({ ...field, mode: "NULLABLE" }));
  const expected = byName(wanted);
  const fields = (found.schema?.fields ?? []).map((field) => {
    const description = expected.get(field.name ?? "")?.description;
    return description === undefined ? field : { ...field, description };
  });
  const redescribed = fields.some(
    ({ name, description }) => present.get(name ?? "")?.description !== description,
  );
  const keys = (table: TableResource) => keyText(table.tableConstraints);
  const patch: TableResource = {
    ...((missing.length > 0 || redescribed) && { schema: { fields: [...fields, ...missing] } }),
    ...(found.description !== wanted.description && { description: wanted.description ?? "" }),
    ...(found.labels?.app !== labels.app && { labels }),
    ...(wanted.requirePartitionFilter &&
      !requiresFilter(found) && { requirePartitionFilter: true }),
    ...(keys(found) !== keys(wanted) && { tableConstraints: wanted.tableConstraints ?? {} }),
  };
  return Object.keys(patch).length > 0 ? patch : undefined;
}

function byName(table: TableResource): Map<string, TableField> {
  return new Map((table.schema?.fields ?? []).map((field) => [field.name ?? "", field]));
}

/** The API answers with the names of legacy SQL, whichever were given. */
const standardNames: Record<string, string> = {
  INTEGER: "INT64",
  FLOAT: "FLOAT64",
  BOOLEAN: "BOOL",
};

function typeName(type = ""): string {
  return standardNames[type.toUpperCase()] ?? type.toUpperCase();
}

function partitioning({ timePartitioning, rangePartitioning }: TableResource): string {
  if (rangePartitioning) return `by ranges of ${rangePartitioning.field ?? "a column"}`;
  if (!timePartitioning) return "by nothing";
  const { type = "", field = "the time of ingestion" } = timePartitioning;
  return `by ${type} of ${field}`;
}

function clustering({ clustering: found }: TableResource): string {
  return found?.fields?.length ? `by ${found.fields.join(", ")}` : "by nothing";
}

function requiresFilter(table: TableResource): boolean {
  // Older tables have it inside their partitioning.
  return table.requirePartitionFilter ?? table.timePartitioning?.requirePartitionFilter ?? false;
}

function keyText(constraints: TableResource["tableConstraints"]): string {
  const foreign = (constraints?.foreignKeys ?? []).map(({ referencedTable, columnReferences }) => [
    referencedTable?.tableId,
    (columnReferences ?? []).map((pair) => [pair.referencingColumn, pair.referencedColumn]),
  ]);
  return JSON.stringify([constraints?.primaryKey?.columns ?? [], foreign.map(String).sort()]);
}
