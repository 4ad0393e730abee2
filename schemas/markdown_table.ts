import type { TableSpec } from "./table";

/**
 * A section for the README: what the table is, and each column with its type and meaning.
 * @param alike tables that differ from it by their names only
 */
export function markdownTable(table: TableSpec, alike: readonly TableSpec[] = []): string {
  const traits = [
    `One row per ${table.primaryKey.map(code).join(" and ")}`,
    ...(table.partitionBy ? [`partitioned by day of ${code(table.partitionBy)}`] : []),
    ...(table.clusterBy ? [`clustered by ${table.clusterBy.map(code).join(", ")}`] : []),
  ];
  return [
    `### ${[table, ...alike].map(({ name }) => code(name)).join(", ")}`,
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
