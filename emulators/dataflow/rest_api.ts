import type { IncomingMessage, ServerResponse } from "node:http";
import type { Http2ServerRequest, Http2ServerResponse } from "node:http2";
import { json } from "node:stream/consumers";
import * as v from "valibot";
import { launchSchema } from "./launch_flags";
import type { LocalDataflow } from "./dataflow";
import { RequestError } from "./request_error";
import { jobSchema } from "./run_on_prism";

const locations = "/v1b3/projects/(?<project>[^/]+)/locations/(?<region>[^/]+)";

interface Call {
  readonly project: string;
  readonly region: string;
  readonly id: string;
  readonly body: () => Promise<unknown>;
}

type Route = [
  method: string,
  path: RegExp,
  answer: (dataflow: LocalDataflow, call: Call) => unknown,
];

const updateSchema = v.object({ requestedState: v.literal("JOB_STATE_CANCELLED") });
const jobPath = `${locations}/jobs/(?<id>[^/]+)`;

/** https://cloud.google.com/dataflow/docs/reference/rest, as far as clients launch and follow jobs. */
const routes: readonly Route[] = [
  [
    "POST",
    new RegExp(`^${locations}/flexTemplates:launch$`),
    async (dataflow, { project, region, body }) => {
      const { launchParameter, validateOnly } = parse(launchSchema, await body());
      return { job: await dataflow.launch(project, region, launchParameter, validateOnly) };
    },
  ],
  [
    "POST",
    new RegExp(`^${locations}/jobs$`),
    async (dataflow, { project, region, body }) =>
      dataflow.create(project, region, parse(jobSchema, await body())),
  ],
  ["GET", new RegExp(`^${locations}/jobs$`), listJobs],
  ["GET", /^\/v1b3\/projects\/(?<project>[^/]+)\/jobs(:aggregated)?$/, listJobs],
  ["GET", new RegExp(`^${jobPath}$`), (dataflow, { id }) => dataflow.job(id)],
  [
    "GET",
    new RegExp(`^${jobPath}/messages$`),
    (dataflow, { id }) => ({ jobMessages: dataflow.job(id).messages }),
  ],
  [
    "GET",
    new RegExp(`^${jobPath}/metrics$`),
    (dataflow, { id }) => ({ jobId: dataflow.job(id).id, metrics: [] }),
  ],
  [
    "PUT",
    new RegExp(`^${jobPath}$`),
    async (dataflow, { id, body }) => {
      parse(updateSchema, await body());
      const job = dataflow.job(id);
      job.cancel();
      return job;
    },
  ],
];

/** Answers a request, over HTTP/1.1 or HTTP/2. */
export async function answer(
  dataflow: LocalDataflow,
  request: IncomingMessage | Http2ServerRequest,
  response: ServerResponse | Http2ServerResponse,
): Promise<void> {
  const { status, body } = await answerTo(dataflow, request);
  const text = JSON.stringify(body);
  const end = response as ServerResponse;
  end.writeHead(status, { "content-type": "application/json; charset=UTF-8" });
  end.end(text);
}

async function answerTo(dataflow: LocalDataflow, request: IncomingMessage | Http2ServerRequest) {
  try {
    const { pathname } = new URL(request.url ?? "", "http://localhost");
    const path = decodeURIComponent(pathname);
    for (const [method, pattern, reply] of routes) {
      const groups = method === request.method ? pattern.exec(path)?.groups : undefined;
      if (!groups) continue;
      const { project = "", region = "", id = "" } = groups;
      const call = { project, region, id, body: () => json(request) };
      return { status: 200, body: await reply(dataflow, call) };
    }
    throw new RequestError(404, `Method not found: ${request.method ?? ""} ${path}`);
  } catch (error) {
    if (error instanceof RequestError) return { status: error.code, body: error };
    return { status: 500, body: { error: { code: 500, message: String(error) } } };
  }
}

function listJobs(dataflow: LocalDataflow, { project, region }: Call): object {
  const jobs = [...dataflow.jobs.values()].reverse();
  return {
    jobs: jobs.filter((job) => job.project === project && (region === "" || job.region === region)),
  };
}

function parse<Output>(schema: v.GenericSchema<unknown, Output>, body: unknown): Output {
  const result = v.safeParse(schema, body);
  if (result.success) return result.output;
  throw new RequestError(400, v.summarize(result.issues).replace(/\s*\n\s*/g, " "));
}
