import { cryptoCheckResults } from "../schemas/crypto_check_results";
import { bigQueryDdl } from "../schemas/bigquery_ddl";
import { readViews } from "../pipelines/warehouses/view_files";
import { bigQueryViewDdl } from "../schemas/views/bigquery_view_ddl";

/**
 * What scripts/setup.sh makes in BigQuery: the table of results, which the scheduler's account needs
 * before a run; the views, in whose statements `{{ note }}` stands for what is to say of all data; and
 * a list of them in an order in which each comes after those that it reads, with the tables it needs.
 */
export function bigQueryFiles(): { path: string; content: string }[] {
  const views = readViews("bigquery");
  const tables = new Map<string, readonly string[]>();
  for (const { name, reads } of views) {
    tables.set(name, [...new Set(reads.flatMap((read) => tables.get(read) ?? [read]))].sort());
  }
  return [
    {
      path: `sql/generated/bigquery/${cryptoCheckResults.name}.sql`,
      content: bigQueryDdl(cryptoCheckResults),
    },
    ...views.map((view) => ({
      path: `sql/generated/bigquery/views/${view.name}.sql`,
      content: bigQueryViewDdl({ ...view, description: `{{ note }}${view.description}` }, view.sql),
    })),
    {
      path: "sql/generated/bigquery/views.txt",
      content: [...tables].map((names) => `${names.flat().join(" ")}\n`).join(""),
    },
  ];
}
