import type { TableSpec } from "./table";

/**
 * A section of docs/reference/tables.md: what the table is, and each column with its type and meaning.
 * @param alike tables that differ from it by their names only
 */
export function markdownTable(table: TableSpec, alike: readonly TableSpec[] = []): string {
  const traits = [
    `One row per ${table.primaryKey.map(code).join(" and ")}`,
    ...(table.partitionBy ? [`partitioned by day of ${code(table.partitionBy)}`] : []),
    ...(table.clusterBy ? [`clustered by ${table.clusterBy.map(code).join(", ")}`] : []),
  ];
  const file = table.csv === undefined ? "" : ` Its CSV is ${code(table.csv)}.`;
  return [
    `## ${[table, ...alike].map(({ name }) => code(name)).join(", ")}`,
    "",
    `${table.description} ${traits.join(", ")}.${file}`,
    "",
    "| Column | Type | Meaning |",
    "| --- | --- | --- |",
    ...table.columns.map(
      ({ name, type, required, description }) =>
        `| ${code(name)} | ${type}${required ? ", required" : ""} | ${cellText(description)} |`,
    ),
    "",
  ].join("\n");
}

/** A text as a cell of a Markdown table: it ends no cell, and `<date>` in it is no HTML. */
export function cellText(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("<", "&lt;");
}

/** A name in the font of code. */
export function code(name: string): string {
  return `\`${name}\``;
}
