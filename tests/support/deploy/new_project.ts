import { LocalCloud } from "../../../emulators/dataflow/local_cloud";
import {
  type Answer,
  ApiDouble,
  ApiError,
  type Request,
  route,
} from "../../../emulators/google/api_double";
import type { OtherServices, ProjectCall } from "../../../emulators/google/project";
import type { ProjectState } from "../../../emulators/google/project_state";
import type { Resource } from "../../../emulators/google/resource";
import { makeBucket, startFakeGcsServer } from "../../../emulators/tools/fake_gcs_server";
import { startLocalBigQuery } from "../../../emulators/tools/local_bigquery";
import { LocalBigQueryPartitions } from "../../../emulators/tools/local_bigquery_partitions";
import { partitionColumns } from "../partition_columns";
import { type Build, composerBucket, NewProjectServices } from "./new_project_services";
import { type ServedCoinGecko, serveCoinGecko } from "./served_coin_gecko";

interface QueryJob {
  readonly configuration?: { readonly query?: { readonly query: string } };
  readonly jobReference: { readonly jobId: string; readonly location?: string };
}

/**
 * The services around a project that does not exist yet: its resources are GoogleProject's; objects,
 * tables, Dataflow and CoinGecko are servers on loopback, so that a launched job really runs and writes
 * what is queried afterwards.
 */
export class NewProject implements OtherServices {
  private readonly queries = new Set<string>();
  private readonly services: NewProjectServices;
  private state: ProjectState | undefined;

  private constructor(
    readonly dataflow: LocalCloud,
    readonly coinGecko: ServedCoinGecko,
    private readonly secrets: Secrets,
    private readonly storage: string,
    private readonly bigquery: string,
    private readonly stopOthers: () => Promise<unknown>,
    build: Build,
  ) {
    this.services = new NewProjectServices(build, (url, body) => this.launch(url, body));
  }

  /**
   * @param folder for a certificate
   * @param build what a build does
   */
  static async start(folder: string, build: Build): Promise<NewProject> {
    const [gcs, coinGecko] = [await startFakeGcsServer(), await serveCoinGecko(folder, 12)];
    const peer = await startLocalBigQuery("demo-project", gcs.url);
    const bigquery = await LocalBigQueryPartitions.serve(peer.url, partitionColumns);
    const secrets = new Secrets();
    const env = {
      ...coinGecko.env,
      BIGQUERY_EMULATOR_HOST: bigquery.url,
      SECRET_MANAGER_EMULATOR_HOST: await secrets.start(),
      METADATA_SERVER_DETECTION: "none",
    };
    const dataflow = await LocalCloud.start({ storage: gcs.url, buckets: [], env });
    const stop = () =>
      Promise.all([
        bigquery.stop().then(() => peer.stop()),
        gcs.server.close(),
        secrets.stop(),
        coinGecko.stop(),
      ]);
    return new NewProject(dataflow, coinGecko, secrets, gcs.url, bigquery.url, stop, build);
  }

  /** Called first, with what is there of a project: nothing. */
  attach(state: ProjectState): void {
    this.state = state;
    state.resources.clear();
    this.services.attach(state);
    this.secrets.attach(state);
  }

  /** What sends gcloud's Dataflow commands here. */
  get environment(): Record<string, string> {
    return { CLOUDSDK_API_ENDPOINT_OVERRIDES_DATAFLOW: `${this.dataflow.url}/` };
  }

  /** When all jobs that were launched have ended. */
  async jobsEnded(): Promise<void> {
    await Promise.all([...this.dataflow.dataflow.jobs.values()].map(({ ended }) => ended));
  }

  /** The jobs so far: name, state, and what it says of errors. */
  get jobs(): string[][] {
    return [...this.dataflow.dataflow.jobs.values()].map(({ name, state, messages }) => [
      ...[name, state],
      ...messages.flatMap(({ messageImportance: importance, messageText }) =>
        importance === "JOB_MESSAGE_ERROR" ? [messageText] : [],
      ),
    ]);
  }

  /** The accounts of the jobs' machines, each once. */
  get launchedAs(): string[] {
    const launched = [...this.dataflow.dataflow.jobs.values()].flatMap(({ messages }) =>
      messages.flatMap(
        ({ messageText }) => /--service_account_email=(\S+)/.exec(messageText)?.[1] ?? [],
      ),
    );
    return [...new Set(launched)];
  }

  /** The names of a bucket's objects. */
  async objects(bucket: string): Promise<string[]> {
    const response = await fetch(`${this.storage}/storage/v1/b/${bucket}/o`);
    const { items = [] } = (await response.json()) as { items?: { name: string }[] };
    return items.map(({ name }) => name);
  }

  async stop(): Promise<void> {
    await this.dataflow.close();
    await this.stopOthers();
  }

  async respond(call: ProjectCall): Promise<Resource | undefined> {
    if (call.method === "POST" && call.path === "storage/b") {
      await makeBucket(this.storage, String(call.body.name));
    }
    if (call.method === "POST" && call.path.endsWith("/environments")) {
      await makeBucket(this.storage, composerBucket);
    }
    return this.services.respond(call);
  }

  /** Objects, and queries of rows. */
  forward(method: string, path: string, request: Request): Promise<Answer> | undefined {
    if (/^\/((resumable\/)?upload|download)\/storage\/|^\/storage\/v1\/b\/[^/]+\/o\b/.test(path)) {
      return forwarded(method, this.storage, request);
    }
    const job = /\/(?:jobs|queries)\/([^/]+)$/.exec(path)?.[1];
    if (job !== undefined && this.queries.has(job)) {
      request.url.searchParams.delete("location");
      return forwarded(method, this.bigquery, request);
    }
    if (method !== "POST" || !/\/bigquery\/v2\/projects\/[^/]+\/jobs$/.test(path)) return undefined;
    const query = JSON.parse(request.body.toString()) as QueryJob;
    if (!/^\s*SELECT\b/.test(query.configuration?.query?.query ?? "")) return undefined;
    return this.select(query, request);
  }

  /** local-bigquery has all its datasets in the US: the location is checked here, and left out there. */
  private select(query: QueryJob, request: Request): Promise<Answer> {
    const { jobId, location = "US", ...reference } = query.jobReference;
    const dataset = this.attached.read("bigquery/projects/demo-project/datasets/crypto");
    if (dataset.location !== location) {
      throw new ApiError(404, "notFound", `Dataset crypto was not found in location ${location}`);
    }
    this.queries.add(jobId);
    const body = JSON.stringify({ ...query, jobReference: { ...reference, jobId } });
    return forwarded("POST", this.bigquery, { ...request, body: Buffer.from(body) });
  }

  private get attached(): ProjectState {
    if (!this.state) throw new Error("Not attached to a project.");
    return this.state;
  }

  private async launch(url: string, body: string): Promise<void> {
    const { origin, pathname } = new URL(url);
    if (origin !== "https://dataflow.googleapis.com") throw new Error(`${origin} is not Dataflow.`);
    const response = await fetch(this.dataflow.url + pathname, { method: "POST", body });
    if (!response.ok) throw new Error(`Dataflow refused the launch: ${await response.text()}`);
  }
}

/** Secret Manager's call of the workers, for the versions that gcloud added. */
class Secrets extends ApiDouble {
  private state: ProjectState | undefined;

  constructor() {
    super([
      route("secretmanager.versions.access", "GET", /^\/v1\/(.*):access$/, (_, [name = ""]) => {
        const { payload } = this.state?.read(`secretmanager/${name}`) ?? {};
        return { body: { name, payload } };
      }),
    ]);
  }

  attach(state: ProjectState): void {
    this.state = state;
  }
}

async function forwarded(method: string, origin: string, { url, headers, body }: Request) {
  const answer = await fetch(new URL(url.pathname + url.search, origin), {
    method,
    headers: {
      "content-type": headers["content-type"] ?? "application/json",
      ...(headers["content-range"] && { "content-range": headers["content-range"] }),
    },
    ...(method !== "GET" && { body: new Uint8Array(body) }),
  });
  const location = answer.headers.get("location");
  return {
    status: answer.status,
    headers: {
      "content-type": answer.headers.get("content-type") ?? "application/json",
      ...(location !== null && { location }),
    },
    body: new Uint8Array(await answer.arrayBuffer()),
  };
}
