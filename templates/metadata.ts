import { type PipelineName, pipelineSpecs } from "../pipelines/options/pipeline_spec";
import { tablesOf } from "../schemas/tables";
import { templateParameters } from "./parameters";
import type { TemplateMetadata } from "./template_metadata";

/** The metadata file of `gcloud dataflow flex-template build`, generated from the options. */
export function templateMetadata(pipeline: PipelineName): TemplateMetadata {
  const { title, does } = pipelineSpecs[pipeline];
  const { main, further } = tablesOf(pipeline);
  const beside =
    further.length === 0 ? "" : `, and fills ${further.map(({ name }) => name).join(", ")}`;
  return {
    name: title,
    description: `${does} ${main.name}${beside}. Runs are idempotent: the same date gives the same result.`,
    streaming: false,
    parameters: templateParameters(pipeline),
  };
}
