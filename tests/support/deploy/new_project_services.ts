import type { OtherServices, ProjectCall } from "../../../emulators/google/project";
import type { ProjectState } from "../../../emulators/google/project_state";
import type { Resource } from "../../../emulators/google/resource";

/** What a build does, with the substitutions of its trigger. */
export type Build = (substitutions: Readonly<Record<string, string>>) => Promise<void>;

const projectNumber = "123456789012";
/** The bucket of the Composer environment, which is created with it. */
export const composerBucket = "composer-bucket";

/** What a new project needs beyond the set-up's calls: its creation, and what is connected to it. */
export class NewProjectServices implements Pick<OtherServices, "respond"> {
  private state: ProjectState | undefined;
  private readonly builds: Resource[] = [];

  /** @param launch sends a scheduled request to Dataflow */
  constructor(
    private readonly build: Build,
    private readonly launch: (url: string, body: string) => Promise<void>,
  ) {}

  attach(state: ProjectState): void {
    this.state = state;
  }

  respond(call: ProjectCall): Resource | undefined | Promise<Resource | undefined> {
    const { method, path, body, query } = call;
    const last = path.split("/").at(-1) ?? "";
    if (/\/operations\/[^/]+$/.test(path)) return operation({});
    if (method === "POST") {
      if (path === "cloudresourcemanager/projects") return this.createProject(body);
      if (path.endsWith(":enable")) return operation({ service: { state: "ENABLED" } });
      if (last === "connections") {
        return this.create(path, query.get("connectionId"), body, {
          installationState: { stage: "COMPLETE" },
        });
      }
      if (path.endsWith("/connections/github/repositories")) {
        return this.create(path, query.get("repositoryId"), body);
      }
      if (last === "environments") return this.createEnvironment(path, body);
      if (/\/triggers\/[^/]+:run$/.test(path)) return this.runTrigger(path.replace(/:run$/, ""));
      if (/^cloudscheduler\/.*\/jobs$/.test(path)) return this.createJob(path, body);
      if (/^cloudscheduler\/.*:run$/.test(path)) return this.runJob(path.replace(/:run$/, ""));
    }
    if (method === "PUT" && last === "billingInfo") return { ...body, billingEnabled: true };
    if (method === "GET" && last === "builds") return { builds: this.builds };
    return undefined;
  }

  private createProject({ projectId }: Resource): Resource {
    const path = `cloudresourcemanager/projects/${String(projectId)}`;
    const project = { projectId, projectNumber, lifecycleState: "ACTIVE" };
    this.put(path, project);
    const created = operation(project, "google.cloudresourcemanager.v1.Project");
    return { ...created, name: "operations/1" };
  }

  private create(
    collection: string,
    id: string | null,
    body: Resource,
    more: Resource = {},
  ): Resource {
    const path = `${collection}/${id ?? ""}`;
    this.put(path, { ...body, ...more, name: path.replace(/^\w+\//, "") });
    return operation({});
  }

  private createEnvironment(collection: string, body: Resource): Resource {
    const id = String(body.name).split("/").at(-1) ?? "";
    const given = body.config as { softwareConfig?: { imageVersion?: string } };
    const config = {
      ...given,
      dagGcsPrefix: `gs://${composerBucket}/dags`,
      softwareConfig: { imageVersion: `${given.softwareConfig?.imageVersion ?? ""}.3.1-build.2` },
    };
    this.put(`${collection}/${id}`, { ...body, state: "RUNNING", config });
    this.put(`storage/b/${composerBucket}`, { name: composerBucket });
    return operation({});
  }

  private async runTrigger(path: string): Promise<Resource> {
    const trigger = this.found(path);
    await this.build((trigger.substitutions ?? {}) as Record<string, string>);
    const build = { id: `build-${this.builds.length + 1}`, status: "SUCCESS", createTime: now() };
    this.builds.unshift(build);
    const type = "type.googleapis.com/google.devtools.cloudbuild.v1.BuildOperationMetadata";
    return { ...operation({}), metadata: { "@type": type, build } };
  }

  private createJob(collection: string, body: Resource): Resource {
    const id = String(body.name).split("/").at(-1) ?? "";
    this.put(`${collection}/${id}`, { ...body, state: "ENABLED" });
    return body;
  }

  private async runJob(path: string): Promise<Resource> {
    const job = this.found(path);
    const { uri, body, oauthToken } = job.httpTarget as {
      uri: string;
      body: string;
      oauthToken: { serviceAccountEmail: string };
    };
    this.checkLauncher(oauthToken.serviceAccountEmail);
    await this.launch(uri, Buffer.from(body, "base64").toString("utf8"));
    return job;
  }

  /** Dataflow launches for an account that may launch jobs, read the spec, and act as the worker. */
  private checkLauncher(account: string): void {
    const roles = this.attached.rolesOf(account).map((role) => role.split(" ")[0]);
    const needed = ["roles/dataflow.developer", "roles/iam.serviceAccountUser"];
    const missing = [...needed, "roles/storage.objectViewer"].filter((one) => !roles.includes(one));
    if (missing.length > 0) throw new Error(`${account} lacks ${missing.join(" and ")}.`);
  }

  private put(path: string, resource: Resource): void {
    this.attached.put(path, resource);
  }

  private found(path: string): Resource {
    return this.attached.read(path);
  }

  private get attached(): ProjectState {
    if (!this.state) throw new Error("Not attached to a project.");
    return this.state;
  }
}

const operationName = "projects/demo-project/locations/europe-west1/operations/1";

/** An operation that is done immediately. */
function operation(response: Resource, type?: string): Resource {
  const typed = type === undefined ? {} : { "@type": `type.googleapis.com/${type}` };
  return { name: operationName, done: true, response: { ...typed, ...response } };
}

function now(): string {
  return new Date().toISOString();
}
