import type { TableSpec } from "./table";

/** A section for the README: what the table is, and each column with its type and meaning. */
export function markdownTable(table: TableSpec): string {
  const traits = [
    `One row per ${table.primaryKey.map(code).join(" and ")}`,
    ...(table.partitionBy ? [`partitioned by day of ${code(table.partitionBy)}`] : []),
    ...(table.clusterBy ? [`clustered by ${table.clusterBy.map(code).join(", ")}`] : []),
  ];
  return [
    `### ${code(table.name)}`,
    "",
    `${table.description} ${traits.join(", ")}.`,
    "",
    "| Column | Type | Meaning |",
    "| --- | --- | --- |",
    ...table.columns.map(
      ({ name, type, required, description }) =>
        `| ${code(name)} | ${type}${required ? ", required" : ""} | ${description.replaceAll("|", "\\|")} |`,
    ),
    "",
  ].join("\n");
}

function code(name: string): string {
  return `\`${name}\``;
}
