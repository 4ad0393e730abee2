import "../../beam/sdk";
import { DockerPayload, type Pipeline } from "apache-beam/proto/beam_runner_api";

/** A container that workers run in, as the service is sent it. */
export interface SdkHarnessContainerImage {
  readonly containerImage: string;
  readonly environmentId: string;
  readonly capabilities: readonly string[];
  /** Dataflow then starts one container a core, not one a machine. */
  readonly useSingleCorePerContainer: boolean;
}

const multiCore = "beam:protocol:multi_core_bundle_processing:v1";

/** The images of the environments that a pipeline's steps run in. */
export function sdkHarnessContainerImages(proto: Pipeline): readonly SdkHarnessContainerImage[] {
  const { transforms = {}, environments = {} } = proto.components ?? {};
  const used = new Set(Object.values(transforms).map(({ environmentId }) => environmentId));
  used.delete("");
  return [...used].map((environmentId) => {
    const environment = environments[environmentId];
    if (environment?.urn !== "beam:env:docker:v1") {
      throw new Error(
        `The environment ${environmentId} is not a container, and Dataflow runs nothing else.`,
      );
    }
    return {
      containerImage: DockerPayload.fromBinary(environment.payload).containerImage,
      environmentId,
      capabilities: environment.capabilities,
      useSingleCorePerContainer: !environment.capabilities.includes(multiCore),
    };
  });
}
