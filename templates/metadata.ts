import { pipelines } from "../pipelines/pipelines";
import type { PipelineName } from "../pipelines/options/pipeline_spec";
import { templateParameters } from "./parameters";
import type { TemplateMetadata } from "./template_metadata";

/** The metadata file of `gcloud dataflow flex-template build`, generated from the options. */
export function templateMetadata(pipeline: PipelineName): TemplateMetadata {
  const { title, does, table } = pipelines[pipeline];
  return {
    name: title,
    description: `${does} ${table.name}. Runs are idempotent: the same date gives the same result.`,
    streaming: false,
    parameters: templateParameters(pipeline),
  };
}
