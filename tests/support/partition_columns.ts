import { allRecordTablesOf, tables } from "../../schemas/tables";

/** The column by which each partitioned table is partitioned. */
export const partitionColumns: Readonly<Record<string, string>> = Object.fromEntries(
  tables
    .flatMap((table) => [table, ...allRecordTablesOf(table)])
    .flatMap(({ name, partitionBy }) => (partitionBy ? [[name, partitionBy] as const] : [])),
);
