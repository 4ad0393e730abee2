import * as v from "valibot";
import { flag, readText, text } from "./forms";
import { leastShareText } from "./limits";
import { output, warehouse } from "./location_forms";
import type { OptionGroup } from "./option_spec";
import { apiPipelines } from "./pipeline_spec";

/** How many rejects a run may have. */
export type MaxRejects = { readonly share: number } | { readonly count: number };

const maxRejectsSchema = readText((value, refuse): MaxRejects => {
  const share = /^(\d+(?:\.\d+)?)%$/.exec(value);
  if (share && Number(share[1]) <= 100) return { share: Number(share[1]) / 100 };
  if (/^\d+$/.test(value)) return { count: Number(value) };
  return refuse("expected a share such as 1%, or a count");
});

/** How many coins may be missing. */
export type MaxMissing =
  { readonly share: number; readonly atLeast: number } | { readonly count: number };

/** A few coins are always missing: a small market may lack more than its share. */
export const defaultMaxMissing = { share: 0.01, atLeast: 25 } as const;

const maxMissingSchema = v.pipe(
  maxRejectsSchema,
  v.transform((most): MaxMissing => {
    if ("count" in most) return most;
    // Whoever asks for none means none.
    return { ...most, atLeast: most.share === 0 ? 0 : defaultMaxMissing.atLeast };
  }),
);

/** Made-up data has a folder of its own. */
export function defaultOutput(isSample: boolean): string {
  return isSample ? "./out-sample" : "./out";
}

/** What a table can be written as. The warehouse is loaded from the CSV, so that is always written. */
export type Format = "csv" | "parquet";

const formats = v.pipe(
  text(/^csv(,parquet)?$/, "csv or csv,parquet"),
  v.transform((value) => value.split(",") as readonly Format[]),
);

export const outputOptions = {
  output: {
    values: "DIR|gs://BUCKET/PREFIX",
    defaultHelp: `${defaultOutput(true)} for the sample market, else ${defaultOutput(false)}`,
    examples: ["~/crypto", "gs://my-bucket/crypto"],
    help: "Where the files go: CSVs, rejected elements, run reports, archived API answers.",
    schema: output,
  },
  warehouse: {
    values: "duckdb:FILE|bigquery:PROJECT.DATASET|none",
    examples: ["duckdb:~/crypto.duckdb", "bigquery:my-project.crypto", "none"],
    defaultHelp: "duckdb:<output>/warehouse.duckdb when output is local, else none",
    help: "The database that holds the star schema.",
    schema: warehouse,
  },
  formats: {
    values: "csv|csv,parquet",
    default: "csv",
    help: "What each table is written as, beside the warehouse: CSV, and Parquet with the same rows.",
    schema: formats,
  },
  maxRejects: {
    values: "SHARE%|N",
    default: "1%",
    help: "Fail the run when more elements than this are rejected; they are written first.",
    pipelines: apiPipelines,
    schema: maxRejectsSchema,
  },
  maxMissing: {
    values: "SHARE%|N",
    defaultHelp: `${defaultMaxMissing.share * 100}%`,
    help: `Fail the run when more coins than this are missing: listed (or requested), and returned by no answer. A share, of the coins listed, always allows ${defaultMaxMissing.atLeast}; but 0% none.`,
    pipelines: ["market-snapshot", "asset-dim"],
    schema: maxMissingSchema,
  },
  force: {
    default: "false",
    help: `Replace a date by less than ${leastShareText} of the rows it holds, or all files and tables of another currency or market; run although the plan's credits don't cover it.`,
    pipelines: apiPipelines,
    schema: flag,
  },
} as const satisfies OptionGroup;
