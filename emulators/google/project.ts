import { type Answer, ApiDouble, ApiError, type Request } from "./api_double";
import { ProjectState, parentOf } from "./project_state";
import type { Resource } from "./resource";

/** What runs Airflow's command line in the Composer environment. */
export type RunAirflow = (args: readonly string[]) => Promise<{ code: number; output: string }>;

const services = [
  ...["artifactregistry", "cloudbilling", "cloudbuild", "cloudresourcemanager", "cloudscheduler"],
  ...["composer", "iam", "logging", "monitoring", "secretmanager", "serviceusage"],
];

/** A generic call: its path, prefixed with the service, and its body. */
export interface ProjectCall {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: Resource;
}

/** Services that a double of a project does not have of its own. */
export interface OtherServices {
  /** Answers a whole request, such as one for an object of a bucket; undefined leaves it to the project. */
  forward?(method: string, path: string, request: Request): Promise<Answer> | undefined;
  /** What a call does in place of the generic rules, or before them, which hold where it is undefined. */
  respond?(call: ProjectCall): Resource | undefined | Promise<Resource | undefined>;
}

/**
 * A double of a Google Cloud project, as far as the set-up's gcloud and bq use it. Google's APIs are
 * alike: a resource is created in a collection, looked up by its name, listed, deleted, and has an IAM
 * policy (https://google.aip.dev/130); exceptions are handled separately. Unknown fields and flags are
 * already refused by gcloud, which builds its requests from typed messages.
 */
export class GoogleProject {
  readonly state: ProjectState;
  private readonly double: ApiDouble;
  private readonly commands = new Map<string, { code: number; output: string }>();

  constructor(
    readonly name: string,
    private readonly runAirflow: RunAirflow,
    private readonly others: OtherServices = {},
  ) {
    this.state = new ProjectState(name);
    const handle = (method: string) => ({
      name: method,
      method,
      path: /^(\/.*)$/,
      handle: (request: Request, [path = ""]: string[]) => this.answer(method, path, request),
    });
    this.double = new ApiDouble(["GET", "POST", "PUT", "PATCH", "DELETE"].map(handle));
  }

  start(): Promise<string> {
    return this.double.start();
  }

  stop(): Promise<void> {
    return this.double.stop();
  }

  /**
   * The environment that directs gcloud and bq here.
   * @param folder for gcloud's own files; it must hold `token` and `bigqueryrc`
   */
  environment(folder: string): Record<string, string> {
    const overrides = services.map((service) => [
      `CLOUDSDK_API_ENDPOINT_OVERRIDES_${service.toUpperCase()}`,
      `${this.double.url}/${service}/`,
    ]);
    return {
      ...(Object.fromEntries(overrides) as Record<string, string>),
      CLOUDSDK_API_ENDPOINT_OVERRIDES_STORAGE: `${this.double.url}/storage/v1/`,
      CLOUDSDK_CONFIG: folder,
      CLOUDSDK_AUTH_ACCESS_TOKEN_FILE: `${folder}/token`,
      BIGQUERYRC: `${folder}/bigqueryrc`,
    };
  }

  get url(): string {
    return this.double.url;
  }

  private async answer(method: string, path: string, request: Request): Promise<Answer> {
    const forwarded = this.others.forward?.(method, path, request);
    if (forwarded) return forwarded;
    const { url, body } = request;
    if (path === "/sleep") {
      this.state.now += Number(url.searchParams.get("seconds"));
      return { body: {} };
    }
    const text = body.toString();
    const sent = text === "" ? {} : (JSON.parse(text) as Resource);
    const call = { method, path: unversioned(path), query: url.searchParams, body: sent };
    const answered = (await this.others.respond?.(call)) ?? (await this.respond(call));
    return { body: answered };
  }

  private respond({ method, path, query, body }: ProjectCall): Resource | Promise<Resource> {
    const [target, verb] = splitVerb(path);
    if (verb !== undefined) return this.act(target, verb, body);
    if (/^storage\/b\/[^/]+\/iam$/.test(path)) {
      const bucket = parentOf(path);
      return method === "PUT" ? this.state.setPolicy(bucket, body) : this.state.policy(bucket);
    }
    if (path.endsWith("/jobs") && method === "POST") return this.state.query(body);
    if (/\/(jobs|queries)\/[^/]+$/.test(path)) return this.state.queryDone(path);
    if (method === "POST") return this.state.create(path, query, body);
    if (method === "PATCH") return this.state.update(path, body);
    if (method === "DELETE") return this.state.remove(path);
    return this.state.read(path);
  }

  /** A custom method: `.../secrets/k:addVersion`. */
  private act(target: string, verb: string, body: Resource): Resource | Promise<Resource> {
    switch (verb) {
      case "getIamPolicy":
        return this.state.policy(target);
      case "setIamPolicy":
        return this.state.setPolicy(target, body.policy as Resource);
      case "batchEnable":
        return this.state.enable(body.serviceIds as string[]);
      case "addVersion":
        return this.state.addVersion(target, body);
      case "executeAirflowCommand":
        return this.execute(body);
      case "pollAirflowCommand":
        return this.poll(body.executionId as string);
      default:
        throw new ApiError(404, "notFound", `The double has no :${verb}.`);
    }
  }

  private async execute(body: Resource): Promise<Resource> {
    const { command, subcommand, parameters } = body as {
      command: string;
      subcommand: string;
      parameters?: string[];
    };
    const id = String(this.commands.size + 1);
    const args = [command, subcommand, ...(parameters ?? [])].filter((arg) => arg !== "");
    this.commands.set(id, await this.runAirflow(args));
    return { executionId: id, pod: "worker", podNamespace: "composer" };
  }

  private poll(id: string): Resource {
    const { code, output } = this.commands.get(id) ?? { code: 1, output: "" };
    const lines = output.split("\n").map((content, index) => ({ lineNumber: index + 1, content }));
    return { outputEnd: true, exitInfo: { exitCode: code }, output: lines };
  }
}

/** `/secretmanager/v1/projects/...` -> `secretmanager/projects/...` */
function unversioned(path: string): string {
  return path.replace(/^\/(\w+)\/v\d\w*\//, "$1/");
}

function splitVerb(path: string): [string, string | undefined] {
  const [, target = path, verb] = /^(.*):([a-z]\w+)$/i.exec(path) ?? [];
  return [target, verb];
}
