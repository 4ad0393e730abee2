import "./sdk";
import * as runnerApi from "apache-beam/proto/beam_runner_api";

/** Where a job's workers run. */
export type WorkerEnvironment =
  /** The runner starts `command`, an executable with the flags of an SDK container. */
  | {
      readonly type: "process";
      readonly command: string;
      readonly env?: Readonly<Record<string, string>>;
    }
  /** The runner starts a container of this image. */
  | { readonly type: "docker"; readonly image: string }
  /** The runner asks a worker pool at this `host:port` for workers. */
  | { readonly type: "external"; readonly endpoint: string };

/**
 * What our worker can do beyond the required. The SDK also claims sibling workers (several in one
 * container), which nothing in it implements: a runner would wait for them.
 */
const capabilities = ["beam:coder:interval_window:v1", "beam:protocol:progress_reporting:v1"];

/** A copy of a pipeline whose steps run in the given environment. Nothing is staged. */
export function inEnvironment(
  pipeline: runnerApi.Pipeline,
  environment: WorkerEnvironment,
): runnerApi.Pipeline {
  const copy = runnerApi.Pipeline.clone(pipeline);
  const environments = copy.components?.environments ?? {};
  for (const id of Object.keys(environments)) {
    environments[id] = runnerApi.Environment.create({
      capabilities,
      ...urnAndPayload(environment),
    });
  }
  return copy;
}

function urnAndPayload(environment: WorkerEnvironment): { urn: string; payload: Uint8Array } {
  switch (environment.type) {
    case "process":
      return {
        urn: "beam:env:process:v1",
        payload: runnerApi.ProcessPayload.toBinary({
          os: "",
          arch: "",
          command: environment.command,
          env: { ...environment.env },
        }),
      };
    case "docker":
      return {
        urn: "beam:env:docker:v1",
        payload: runnerApi.DockerPayload.toBinary({ containerImage: environment.image }),
      };
    case "external":
      return {
        urn: "beam:env:external:v1",
        payload: runnerApi.ExternalPayload.toBinary({
          endpoint: { url: environment.endpoint },
          params: {},
        }),
      };
  }
}
