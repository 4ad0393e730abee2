import type { Http2ServerRequest, Http2ServerResponse } from "node:http2";
import { buffer } from "node:stream/consumers";
import { Field, Type } from "protobufjs";
import type { LocalDataflow } from "./dataflow";
import type { LocalJob } from "./job";

/**
 * The one call of the gRPC API that Airflow's deferrable tasks make, with the fields they read:
 * google/dataflow/v1beta3/jobs.proto in github.com/googleapis/googleapis.
 */
export const getJobPath = "/google.dataflow.v1beta3.JobsV1Beta3/GetJob";

const getJobRequest = new Type("GetJobRequest")
  .add(new Field("projectId", 1, "string"))
  .add(new Field("jobId", 2, "string"))
  .add(new Field("location", 4, "string"));

const job = new Type("Job")
  .add(new Field("id", 1, "string"))
  .add(new Field("projectId", 2, "string"))
  .add(new Field("name", 3, "string"))
  .add(new Field("type", 4, "int32"))
  .add(new Field("currentState", 7, "int32"))
  .add(new Field("location", 18, "string"));

const batch = 1;
const stateNumbers: Readonly<Record<LocalJob["state"], number>> = {
  JOB_STATE_RUNNING: 2,
  JOB_STATE_DONE: 3,
  JOB_STATE_FAILED: 4,
  JOB_STATE_CANCELLED: 5,
  JOB_STATE_PENDING: 9,
  JOB_STATE_CANCELLING: 10,
  JOB_STATE_QUEUED: 11,
};

/** gRPC prefixes a message with five bytes: whether it is compressed, and its length. */
const prefixLength = 5;
const notFound = "5";

/** Answers one call: gRPC sends the status in the trailers. */
export async function answerGetJob(
  dataflow: LocalDataflow,
  request: Http2ServerRequest,
  response: Http2ServerResponse,
): Promise<void> {
  const message = (await buffer(request)).subarray(prefixLength);
  const { jobId } = getJobRequest.decode(message).toJSON() as { jobId?: string };
  const found = dataflow.jobs.get(jobId ?? "");
  response.writeHead(200, { "content-type": "application/grpc" });
  response.addTrailers({ "grpc-status": found ? "0" : notFound });
  response.end(found ? framed(found) : "");
}

function framed({ id, project, name, region, state }: LocalJob): Buffer {
  const message = job
    .encode({
      id,
      projectId: project,
      name,
      type: batch,
      currentState: stateNumbers[state],
      location: region,
    })
    .finish();
  const prefix = Buffer.alloc(prefixLength);
  prefix.writeUInt32BE(message.length, 1);
  return Buffer.concat([prefix, message]);
}
