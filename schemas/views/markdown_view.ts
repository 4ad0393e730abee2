import { cellText, code } from "../markdown_table";
import type { ViewSpec } from "./view";

/** A section of docs/reference/views.md: what the view is, and each column with its type and meaning. */
export function markdownView({ name, description, columns }: ViewSpec): string {
  return [
    `## ${code(name)}`,
    "",
    description,
    "",
    "| Column | Type | Meaning |",
    "| --- | --- | --- |",
    ...columns.map(
      (column) => `| ${code(column.name)} | ${column.type} | ${cellText(column.description)} |`,
    ),
    "",
  ].join("\n");
}
