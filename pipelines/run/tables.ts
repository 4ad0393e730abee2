import { tablesOf } from "../../schemas/tables";
import type { TableSpec } from "../../schemas/table";
import type { Run } from "./run";

/** The tables that a run fills, the main one first: the order in which they are published. */
export function filledTables({
  pipeline,
}: Run): readonly [main: TableSpec, ...further: TableSpec[]] {
  const { main, further } = tablesOf(pipeline);
  return [main, ...further];
}
