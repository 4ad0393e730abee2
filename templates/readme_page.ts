import { optionSpecs } from "../pipelines/options/options";
import { type PipelineName, pipelineSpecs } from "../pipelines/options/pipeline_spec";
import { defaultJobName } from "../pipelines/runners/job_identity";
import { cellText, code } from "../schemas/markdown_table";
import { templateMetadata } from "./metadata";
import type { TemplateParameter } from "./template_metadata";

/** The README page of a template: what it does, how to launch it, its parameters. */
export function readmePage(pipeline: PipelineName): string {
  const { name, description, parameters } = templateMetadata(pipeline);
  const groups = [...new Set(parameters.map(({ groupName }) => groupName ?? "Other"))];
  return [
    "<!-- Made from pipelines/options by `npm run generate`: change it there. -->",
    "",
    `# ${name}`,
    "",
    description,
    "",
    "## Launch",
    "",
    "```bash",
    `gcloud dataflow flex-template run "${defaultJobName(pipeline, "$(date -u +%F)")}" \\`,
    `  --template-file-gcs-location="gs://$BUCKET/templates/${pipeline}.json" \\`,
    '  --project="$PROJECT" --region="$REGION" \\',
    '  --service-account-email="crypto-worker@$PROJECT.iam.gserviceaccount.com" --max-workers=1 \\',
    '  --staging-location="gs://$BUCKET/dataflow/staging" --temp-location="gs://$BUCKET/dataflow/tmp" \\',
    `  --parameters=^~^${exampleParameters(pipeline).join("~")}`,
    "```",
    "",
    "`^~^` makes `~` the separator, so that a value may hold a comma. Without the two locations Dataflow",
    "uses a bucket of its own, which the worker's account can't write to. The machine, the network and",
    "other settings of a job are flags of the command itself: see `gcloud dataflow flex-template run --help`.",
    "",
    "## Parameters",
    "",
    ...groups.flatMap((group) => [
      `### ${group}`,
      "",
      "| Parameter | Default | Meaning |",
      "| --- | --- | --- |",
      ...parameters.filter((one) => (one.groupName ?? "Other") === group).map(tableRow),
      "",
    ]),
  ].join("\n");
}

function exampleParameters(pipeline: PipelineName): string[] {
  const output = ["output=gs://$BUCKET/crypto", "warehouse=bigquery:$PROJECT.crypto"];
  if (!pipelineSpecs[pipeline].callsApi) return output;
  const needsCoins = (optionSpecs.coins.requiredBy as readonly PipelineName[]).includes(pipeline);
  return ["source=public", ...(needsCoins ? ["coins=top:100"] : []), ...output];
}

function tableRow({ name, defaultValue, isOptional, helpText }: TemplateParameter): string {
  const shown =
    defaultValue === undefined ? (isOptional ? "" : "**required**") : code(defaultValue);
  return `| ${code(name)} | ${shown} | ${cellText(helpText)} |`;
}
