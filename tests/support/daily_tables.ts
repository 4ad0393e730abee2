import { dailyPipelines } from "../../pipelines/options/pipeline_spec";
import type { TableSpec } from "../../schemas/table";
import { recordTablesOf, tablesOf } from "../../schemas/tables";

/** The tables that the pipelines of every day fill. */
export const dailyTables: readonly TableSpec[] = dailyPipelines.flatMap((pipeline) => {
  const { main, further } = tablesOf(pipeline);
  return [main, ...further];
});

/** Their dead-letter records. */
export const dailyRejectTables: readonly TableSpec[] = dailyPipelines.flatMap(
  (pipeline) => tablesOf(pipeline).rejects ?? [],
);

/** The records of their runs, rejects too. */
export const dailyRecordTables: readonly TableSpec[] = dailyPipelines.flatMap(recordTablesOf);
