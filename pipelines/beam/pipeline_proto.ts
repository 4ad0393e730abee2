import "./sdk";
import { Pipeline } from "apache-beam/internal/pipeline";
import type { Pipeline as PipelineProto } from "apache-beam/proto/beam_runner_api";
import { type PValue, Root } from "apache-beam/pvalue";

/** A function that applies a pipeline's steps to its root. */
export type PipelineFn = (root: Root) => PValue<unknown> | Promise<PValue<unknown>>;

/** A pipeline in the form that runners take: beam_runner_api.proto. */
export async function pipelineProto(pipeline: PipelineFn): Promise<PipelineProto> {
  const description = new Pipeline();
  await pipeline(new Root(description));
  return description.getProto();
}
