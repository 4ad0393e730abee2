import type { Column, ColumnType, TableSpec } from "./table";

/**
 * The tables as a data contract of the Open Data Contract Standard, version 3.1
 * (bitol-io.github.io/open-data-contract-standard): for catalogues and tools of others.
 * @param version of the program that writes the tables
 */
export function odcsContract(tables: readonly TableSpec[], version: string): object {
  return {
    apiVersion: "v3.1.0",
    kind: "DataContract",
    id: "crypto-pipelines",
    name: "crypto-pipelines",
    version,
    status: "active",
    domain: "crypto",
    description: {
      purpose: "The crypto market as CoinGecko gives it, every day, as a star schema.",
      usage: "Join facts to dimensions by asset_id and snapshot_date.",
      limitations: "CoinGecko asks for attribution where its data is displayed; its terms apply.",
    },
    schema: tables.map(schemaObject),
    slaProperties: [
      { property: "frequency", value: 1, unit: "d", description: "One snapshot a UTC day." },
    ],
  };
}

const logicalTypes: Readonly<Record<ColumnType, string>> = {
  STRING: "string",
  INT64: "integer",
  FLOAT64: "number",
  BIGNUMERIC: "number",
  BOOL: "boolean",
  DATE: "date",
  TIMESTAMP: "timestamp",
};

function schemaObject(table: TableSpec): object {
  return {
    name: table.name,
    physicalName: table.name,
    physicalType: "table",
    logicalType: "object",
    description: table.description,
    dataGranularityDescription: `One row for each ${table.primaryKey.join(" and ")}.`,
    properties: table.columns.map((column) => property(table, column)),
  };
}

function property(table: TableSpec, column: Column): object {
  const { name, type, required = false, description } = column;
  const keyPosition = table.primaryKey.indexOf(name) + 1;
  const references = (table.foreignKeys ?? []).filter((key) => key.column === name);
  return {
    name,
    logicalType: logicalTypes[type],
    physicalType: type,
    description,
    required,
    ...(table.primaryKey.length === 1 && keyPosition === 1 && { unique: true }),
    ...(keyPosition > 0 && { primaryKey: true, primaryKeyPosition: keyPosition }),
    ...(table.partitionBy === name && { partitioned: true, partitionKeyPosition: 1 }),
    ...(references.length > 0 && {
      relationships: references.map((key) => ({ to: `${key.table}.${key.references}` })),
    }),
  };
}
