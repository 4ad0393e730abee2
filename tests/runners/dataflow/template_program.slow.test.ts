import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseCommandLine } from "../../../pipelines/cli/command_line";
import { launcherArguments } from "../../../pipelines/cli/launcher_arguments";
import { UsageError } from "../../../pipelines/options/usage_error";
import { StorageDouble } from "../../../emulators/google/storage/double";
import { temporaryFolder } from "../../support/temporary_folder";
import { compiled } from "../../support/checkout";

const program = join(compiled, "pipelines/template.js");
const folder = temporaryFolder();

/** What a Flex Template's launcher adds to the parameters. */
const launcherFlags = {
  job_name: "my-job",
  labels: '{"goog-dataflow-provided-template-type":"flex"}',
  project: "my-project",
  region: "us-central1",
  runner: "DataflowRunner",
  service_account_email: "worker@my-project.iam.gserviceaccount.com",
  staging_location: "gs://my-bucket/staging",
  temp_location: "gs://my-bucket/tmp",
  template_location: "gs://my-bucket/launches/1/job_object",
};

/** Runs the program as the launcher does: with `--name=value` flags in alphabetical order. */
async function launch(
  flags: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>> = {},
): Promise<{ code: number; stderr: string; errors: string[] }> {
  const args = Object.entries(flags)
    .map(([name, value]) => `--${name}=${value}`)
    .sort();
  const child = spawn(process.execPath, [program, ...args], {
    env: {
      PATH: process.env.PATH,
      CRYPTO_PIPELINE: "market-snapshot",
      SDK_CONTAINER_IMAGE: "us-docker.pkg.dev/my-project/images/crypto:1",
      ...env,
    },
    stdio: ["ignore", "inherit", "pipe"],
  });
  let stderr = "";
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  const code = await new Promise<number>((resolve) => child.once("close", resolve));
  const lines = stderr.split("\n").filter(Boolean);
  return { code, stderr, errors: lines.filter((line) => !line.startsWith("{")) };
}

interface Job {
  readonly name: string;
  readonly labels: unknown;
  readonly environment: {
    readonly experiments: string[];
    readonly serviceAccountEmail: string;
    readonly workerPools: { readonly workerHarnessContainerImage: string }[];
    readonly sdkPipelineOptions: { readonly options: Record<string, string> };
  };
}

describe("a Flex Template's program", () => {
  const storage = new StorageDouble("my-bucket", "my-output");
  let env: Record<string, string>;

  beforeAll(async () => {
    env = { STORAGE_EMULATOR_HOST: await storage.start() };
  });

  afterAll(async () => {
    await storage.stop();
  });

  function written(): Job {
    return JSON.parse(String(storage.content("my-bucket", "launches/1/job_object"))) as Job;
  }

  const output = "gs://my-output/crypto";
  const apiKeySecret = "projects/p/secrets/coingecko/versions/1";

  it("writes the job that the parameters ask for, from demo, with the image of its own", async () => {
    const { code, errors } = await launch({ ...launcherFlags, output, apiKeySecret }, env);
    expect({ code, errors }).toEqual({ code: 0, errors: [] });
    const { name, labels, environment } = written();
    expect({ name, labels }).toEqual({
      name: "my-job",
      labels: { "goog-dataflow-provided-template-type": "flex" },
    });
    expect(environment.serviceAccountEmail).toBe("worker@my-project.iam.gserviceaccount.com");
    expect(environment.workerPools[0]?.workerHarnessContainerImage).toBe(
      "us-docker.pkg.dev/my-project/images/crypto:1",
    );
    expect(environment.sdkPipelineOptions.options).toMatchObject({
      pipeline: "market-snapshot",
      source: "demo",
      output,
      apiKeySecret,
    });
  });

  it("writes no key anywhere, although it may know one", async () => {
    const secret = "CG-never-to-be-seen";
    const flags = { ...launcherFlags, output, apiKeySecret };
    const { code, stderr } = await launch(flags, { ...env, COINGECKO_API_KEY: secret });
    expect(code).toBe(0);
    const objects = storage.names("my-bucket").map((name) => storage.content("my-bucket", name));
    expect(objects.length).toBeGreaterThan(1);
    for (const bytes of [...objects, stderr]) expect(String(bytes)).not.toContain(secret);
  });

  it("follows the launcher's flags, and ignores those that are not for it", async () => {
    const flags = {
      ...launcherFlags,
      output,
      source: "public",
      snapshotDate: "2026-01-02",
      additional_experiments_of_tomorrow: "x",
      dataflow_job_file: "/tmp/x",
      enable_streaming_engine: "false",
      network: "",
      no_use_public_ips: "true",
      sdk_container_image: "gcr.io/my-project/other:2",
      update: "false",
      worker_machine_type: "n1-standard-2",
    };
    const { code, stderr } = await launch(flags, env);
    expect(code).toBe(0);
    expect(stderr).toContain("--additional_experiments_of_tomorrow is not known here");
    expect(stderr).not.toContain("enable_streaming_engine");
    expect(written().environment.workerPools).toMatchObject([
      {
        workerHarnessContainerImage: "gcr.io/my-project/other:2",
        machineType: "n1-standard-2",
        ipConfiguration: "WORKER_IP_PRIVATE",
      },
    ]);
  });

  it("may write to folders, for a look without the cloud", async () => {
    const template_location = join(folder(), "job_object");
    const staging_location = join(folder(), "staging");
    const places = { template_location, staging_location, temp_location: "" };
    const flags = { ...launcherFlags, ...places, output, source: "public" };
    expect(await launch(flags)).toMatchObject({ code: 0, errors: [] });
    const { environment } = JSON.parse(readFileSync(template_location, "utf8")) as Job;
    expect(existsSync(environment.sdkPipelineOptions.options.pipelineUrl ?? "")).toBe(true);
  });

  it("says in one line that a parameter is missing", async () => {
    const { code, errors } = await launch({ ...launcherFlags, source: "public" }, env);
    expect({ code, errors }).toEqual({
      code: 2,
      errors: [expect.stringMatching(/^--output=\.\/out is on this machine.* give gs:/)],
    });
  });

  it("says in one line that a bucket is missing", async () => {
    const flags = { ...launcherFlags, output, source: "public", temp_location: "gs://gone/tmp" };
    const { code, errors } = await launch(flags, env);
    expect(code).toBe(1);
    expect(errors).toEqual([expect.stringMatching(/^There is no bucket gs:\/\/gone: /)]);
  });
});

describe("a launcher's flags", () => {
  const environment = { CRYPTO_PIPELINE: "asset-dim", SDK_CONTAINER_IMAGE: "gcr.io/p/img:1" };
  const read = (flags: Readonly<Record<string, string>>, env = environment) => {
    const args = Object.entries(flags).map(([name, value]) => `--${name}=${value}`);
    return parseCommandLine(launcherArguments(args, env));
  };
  const output = "gs://my-output/crypto";

  it("name what the pipeline of the environment is to do", () => {
    const { pipelines, options } = read({ ...launcherFlags, output, source: "public" });
    expect(pipelines).toEqual(["asset-dim"]);
    expect(options).toMatchObject({ runner: "dataflow", sdkContainerImage: "gcr.io/p/img:1" });
  });

  it("may give a list in several flags", () => {
    const flags = ["--experiments=a,b", "--experiments=c"];
    expect(launcherArguments(flags, environment)).toContain("--experiments=a,b,c");
  });

  it.each<[string, Record<string, string>, Record<string, string>, string]>([
    ["the key is missing", { output }, {}, "--source=demo on Dataflow needs --apiKeySecret="],
    ["a parameter is wrong", { output, snapshotDate: "2026-02-30" }, {}, "there is no such day"],
    ["a parameter is unknown", { output, snapshotDat: "x" }, {}, "Did you mean --snapshotDate?"],
    [
      "a key is a parameter",
      { output, apiKey: "x" },
      {},
      "--apiKey is not supported: a key is never",
    ],
    ["the pipeline is missing", { output }, { CRYPTO_PIPELINE: "" }, "CRYPTO_PIPELINE= is not a"],
    ["the image is missing", { output }, { SDK_CONTAINER_IMAGE: "" }, "--sdkContainerImage=IMAGE"],
  ])("are refused in one line when %s", (_, parameters, changes, reason) => {
    const wrong = () => read({ ...launcherFlags, ...parameters }, { ...environment, ...changes });
    expect(wrong).toThrow(UsageError);
    expect(wrong).toThrow(reason);
  });
});
