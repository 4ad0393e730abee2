import type { TableSpec } from "./table";

/**
 * The statement that creates a table in BigQuery, where it is missing, as a run would: for one that is
 * needed before a run. `{{ dataset }}` stands for the dataset.
 */
export function bigQueryDdl(table: TableSpec): string {
  const columns = table.columns.map(
    ({ name, type, required, description }) =>
      `  ${name} ${type}${required ? " NOT NULL" : ""} OPTIONS (description = ${JSON.stringify(description)})`,
  );
  const key = `  PRIMARY KEY (${table.primaryKey.join(", ")}) NOT ENFORCED`;
  return [
    `CREATE TABLE IF NOT EXISTS \`{{ dataset }}.${table.name}\` (`,
    [...columns, key].join(",\n"),
    ")",
    ...(table.partitionBy ? [`PARTITION BY ${table.partitionBy}`] : []),
    ...(table.clusterBy ? [`CLUSTER BY ${table.clusterBy.join(", ")}`] : []),
    `OPTIONS (description = ${JSON.stringify(table.description)}, labels = [("app", "crypto-pipelines")])`,
    "",
  ].join("\n");
}
