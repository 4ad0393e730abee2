import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ChildServer, freePort } from "../tools/child_server";
import { type GoogleCertificate, googleCertificate } from "../tools/google_certificate";
import { GoogleProxy, type GoogleService } from "../tools/google_proxy";
import { makeBucket, startFakeGcsServer } from "../tools/fake_gcs_server";
import { dataflowHost, dataflowService } from "./service";
import { goTool, goTools } from "../tools/go_tool";
import { LocalDataflow, type LocalDataflowSettings } from "./dataflow";
import { serve, type Served } from "./serve";

export type LocalCloudSettings = Partial<
  Pick<LocalDataflowSettings, "env" | "imageNamed" | "failures" | "workerLimits">
> & {
  /** Of the Dataflow API; 0 for any free one. */
  readonly port?: number;
  readonly buckets?: readonly string[];
  /** A Cloud Storage server that runs already, `http://127.0.0.1:4443`; one is started when left out. */
  readonly storage?: string;
  /** Further services behind the proxy, by their host. */
  readonly services?: Readonly<Record<string, GoogleService>>;
};

/** All that a Flex Template needs, on loopback: Cloud Storage, Prism, the Dataflow API and a proxy to it. */
export class LocalCloud {
  private constructor(
    readonly dataflow: LocalDataflow,
    readonly storage: string,
    private readonly served: Served,
    private readonly proxy: GoogleProxy,
    private readonly certificate: GoogleCertificate,
    private readonly end: () => Promise<void>,
  ) {}

  static async start(settings: LocalCloudSettings = {}): Promise<LocalCloud> {
    const { port = 0, buckets = ["demo-bucket"], env = {}, services, ...others } = settings;
    const folder = mkdtempSync(join(tmpdir(), "local-dataflow-"));
    const gcs = settings.storage === undefined ? await startFakeGcsServer() : undefined;
    const storage = settings.storage ?? gcs?.url ?? "";
    const staging = "dataflow-staging";
    for (const bucket of [staging, ...buckets]) await makeBucket(storage, bucket);
    const prismPort = await freePort();
    const prism = await ChildServer.start(
      goTool(goTools.prism),
      ["-job_port", String(prismPort), "-serve_http=false"],
      prismPort,
      { STORAGE_EMULATOR_HOST: storage, ...env },
    );
    const jobEndpoint = `localhost:${prismPort}`;
    const dataflow = new LocalDataflow({
      ...{ storage, jobEndpoint, env, bucket: `gs://${staging}` },
      ...others,
    });
    const served = await serve(dataflow, port);
    const certificate = googleCertificate(folder);
    const proxy = await GoogleProxy.start(
      { ...services, [dataflowHost]: dataflowService(dataflow) },
      certificate,
    );
    return new LocalCloud(dataflow, storage, served, proxy, certificate, async () => {
      await dataflow.close();
      proxy.close();
      await served.close();
      await Promise.all([gcs?.server.close(), prism.close()]);
      rmSync(folder, { recursive: true });
    });
  }

  /** The Dataflow API: `http://127.0.0.1:PORT`. */
  get url(): string {
    return this.served.url;
  }

  /** The environment that sends gcloud here, without an account. */
  gcloudEnvironment(project = "demo-project"): Record<string, string> {
    return {
      CLOUDSDK_API_ENDPOINT_OVERRIDES_DATAFLOW: `${this.url}/`,
      CLOUDSDK_API_ENDPOINT_OVERRIDES_STORAGE: `${this.storage}/storage/v1/`,
      CLOUDSDK_AUTH_DISABLE_CREDENTIALS: "true",
      CLOUDSDK_CORE_PROJECT: project,
      CLOUDSDK_CORE_DISABLE_PROMPTS: "1",
    };
  }

  /** The environment that sends Airflow's Google provider here, with a connection without an account. */
  airflowEnvironment(project = "demo-project"): Record<string, string> {
    const connection = {
      conn_type: "google_cloud_platform",
      extra: { is_anonymous: true, project },
    };
    return {
      ...this.proxy.environment(this.certificate),
      AIRFLOW_CONN_GOOGLE_CLOUD_DEFAULT: JSON.stringify(connection),
    };
  }

  close(): Promise<void> {
    return this.end();
  }
}
