import { stringify } from "yaml";
import { programVersion } from "../pipelines/core/program_version";
import { bigQuerySchema } from "../schemas/bigquery_schema";
import { dbtSources } from "../schemas/dbt_sources";
import { duckDbDdl } from "../schemas/duckdb_ddl";
import { odcsContract } from "../schemas/odcs_contract";
import { pipelineNames } from "../pipelines/options/pipeline_spec";
import { allTables, tables, tablesOf } from "../schemas/tables";
import { templateFiles } from "../templates/generated_files";
import { analysisPage } from "./analysis_page";
import { bigQueryFiles } from "./bigquery_files";
import { lookerStudioFiles } from "./looker_studio_files";
import { lookerStudioPage } from "./looker_studio_page";
import { optionsPage } from "./options_page";
import { tablesPage } from "./tables_page";
import { viewsPage } from "./views_page";

/** A file that is derived from the code and committed. */
export interface GeneratedFile {
  /** Relative to the checkout, with `/`. */
  readonly path: string;
  readonly content: string;
}

/**
 * Every generated file as it should be. `npm run generate` writes them, and a test fails when one
 * of them differs from what is committed.
 */
export function generatedFiles(): GeneratedFile[] {
  return [
    ...allTables.flatMap((table) => [
      {
        path: `schemas/generated/${table.name}.bigquery.json`,
        content: `${JSON.stringify(bigQuerySchema(table), null, 2)}\n`,
      },
      { path: `schemas/generated/${table.name}.duckdb.sql`, content: duckDbDdl(table) },
    ]),
    ...bigQueryFiles(),
    ...lookerStudioFiles(),
    {
      path: "dags/crypto_etl/tables.json",
      content: `${JSON.stringify(filledTables(), null, 2)}\n`,
    },
    { path: "schemas/generated/crypto.odcs.yaml", content: yaml(odcsContract(tables, programVersion())) },
    { path: "schemas/generated/crypto.dbt_sources.yml", content: yaml(dbtSources(tables)) },
    ...templateFiles(),
    { path: "docs/analysis.md", content: analysisPage() },
    { path: "docs/looker-studio.md", content: lookerStudioPage() },
    { path: "docs/reference/options.md", content: optionsPage() },
    { path: "docs/reference/tables.md", content: tablesPage() },
    { path: "docs/reference/views.md", content: viewsPage() },
  ];
}

/** The tables that each pipeline fills: the assets that its task updates in Airflow. */
function filledTables(): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    pipelineNames.map((pipeline) => {
      const { main, further } = tablesOf(pipeline);
      return [pipeline, [main, ...further].map(({ name }) => name)];
    }),
  );
}

function yaml(content: object): string {
  const note = "# Generated from the tables' specs by `npm run generate`.\n";
  return note + stringify(content, { lineWidth: 0, aliasDuplicateObjects: false });
}
