import { answerGetJob, getJobPath } from "./get_job";
import type { GoogleService } from "../tools/google_proxy";
import type { LocalDataflow } from "./dataflow";
import { answer } from "./rest_api";

export const dataflowHost = "dataflow.googleapis.com";

/** The REST API of the local Dataflow, and the one call of its gRPC API that Airflow makes. */
export function dataflowService(dataflow: LocalDataflow): GoogleService {
  return (request, response) => {
    if (request.url === getJobPath) void answerGetJob(dataflow, request, response);
    else void answer(dataflow, request, response);
  };
}
