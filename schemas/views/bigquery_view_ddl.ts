import type { ViewSpec } from "./view";

/**
 * The statement that makes a view in BigQuery, or replaces it, with its descriptions.
 * @param sql its SELECT, in which `{{ dataset }}` stands for the dataset as here
 */
export function bigQueryViewDdl({ name, description, columns }: ViewSpec, sql: string): string {
  const list = columns.map((column) => `  ${column.name} ${optionsOf(column.description)}`);
  return [
    `CREATE OR REPLACE VIEW \`{{ dataset }}.${name}\` (`,
    list.join(",\n"),
    `) ${optionsOf(description)} AS`,
    sql,
  ].join("\n");
}

/** BigQuery's literals have JSON's escapes. */
function optionsOf(description: string): string {
  return `OPTIONS (description = ${JSON.stringify(description)})`;
}
