import type { Pipeline } from "apache-beam/proto/beam_runner_api";
import type { DataflowSettings } from "../../options/dataflow/settings";

/** Options of our own by their names, as texts: what the job does, for its page in the console. */
export type GivenOptions = Readonly<Record<string, string>>;

/** Where a job's graph and its temporary files are: URLs, or paths of this machine. */
export interface JobPlaces {
  readonly pipelineUrl: string;
  /** SHA-256 of the staged pipeline, in lower-case hex. */
  readonly pipelineProtoHash: string;
  readonly stagingLocation: string;
  readonly tempLocation: string;
}

/** What a job is described by. */
export interface JobSource {
  readonly proto: Pipeline;
  readonly jobName: string;
  readonly settings: DataflowSettings;
  readonly given: GivenOptions;
  readonly places: JobPlaces;
  /** The same for repeated requests to create this job. */
  readonly clientRequestId: string;
}
