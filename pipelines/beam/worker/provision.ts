import "../sdk";
import { GetProvisionInfoRequest, type ProvisionInfo } from "apache-beam/proto/beam_provision_api";
import { ProvisionServiceClient } from "apache-beam/proto/beam_provision_api.grpc-client";
import { ActionableError } from "../../core/actionable_error";
import { grpcClient, workerMetadata } from "./grpc_channel";

/** How long the runner may take to answer. */
const provisionTimeoutMs = 30_000;

/** Asks the runner what a worker needs to know: its endpoints and the pipeline's options. */
export async function provisionInfo(endpoint: string, workerId: string): Promise<ProvisionInfo> {
  const client = grpcClient(ProvisionServiceClient, endpoint);
  try {
    return await new Promise((resolve, reject) => {
      client.getProvisionInfo(
        GetProvisionInfoRequest.create(),
        workerMetadata(workerId),
        { deadline: Date.now() + provisionTimeoutMs },
        (error, response) => {
          if (response?.info) resolve(response.info);
          else reject(noAnswer(endpoint, error ?? undefined));
        },
      );
    });
  } finally {
    client.close();
  }
}

function noAnswer(endpoint: string, cause?: Error): ActionableError {
  return new ActionableError(
    `The runner's provision service at ${endpoint} gave no answer: ${cause?.message ?? "empty"}.`,
    "Is it the endpoint of a Beam runner, and is the runner still up?",
    { cause },
  );
}
