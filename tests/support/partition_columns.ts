import { allTables } from "../../schemas/tables";

/** The column by which each partitioned table is partitioned. */
export const partitionColumns: Readonly<Record<string, string>> = Object.fromEntries(
  allTables.flatMap(({ name, partitionBy }) => (partitionBy ? [[name, partitionBy] as const] : [])),
);
