import { parseCommandLine } from "../../pipelines/cli/command_line";
import { optionSpecs } from "../../pipelines/options/options";
import { planRuns } from "../../pipelines/run/plan_runs";
import { optionAliases, refusedOptions } from "../../pipelines/options/refused_options";
import { optionName } from "../../pipelines/options/option_name";

const dataflow = [
  "--runner=dataflow",
  "--project=my-project",
  "--region=us-central1",
  "--tempLocation=gs://my-bucket/tmp",
  "--sdkContainerImage=gcr.io/p/img:1",
  "--output=gs://my-bucket/crypto",
  "--source=public",
];

function without(name: string): string[] {
  return dataflow.filter((flag) => !flag.startsWith(`--${name}=`));
}

/** The error message of a wrong command line. */
function refusal(...argv: string[]): string {
  try {
    parseCommandLine(argv);
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error(`${argv.join(" ")} is taken.`);
}

const onDataflow = (...flags: string[]) => refusal("date-dim", ...dataflow, ...flags);

describe("a value that the service would refuse", () => {
  it.each([
    ["--jobName=My-Job", "small letters"],
    ["--jobName=1job", "small letters"],
    ["--jobName=job-", "small letters"],
    ["--project=123456789012", "a project's id"],
    ["--project=My Project", "a project's id"],
    ["--region=us-central1-a", "not a zone"],
    ["--region=europe", "a region"],
    ["--workerZone=us-central1", "a zone"],
    ["--workerMachineType=large", "a machine type"],
    ["--workerMachineType=n1_standard_1", "a machine type"],
    ["--sdkContainerImage=gcr.io/P/img", "an image"],
    ["--sdkContainerImage=gcr.io/p/img:", "an image"],
    ["--sdkContainerImage=https://gcr.io/p/img", "an image"],
    ["--tempLocation=/tmp", "gs://BUCKET/PREFIX"],
    ["--tempLocation=gs://B/x", "gs://BUCKET/PREFIX"],
    ["--stagingLocation=gs://a", "gs://BUCKET/PREFIX or a folder"],
    ["--templateLocation=gs://my-bucket", "gs://BUCKET/OBJECT"],
    ["--templateLocation=gs://my-bucket/folder/", "gs://BUCKET/OBJECT"],
    ["--labels=Team=x", "Team=x is no label"],
    ["--labels=team=A B", "team=A B is no label"],
    ["--labels=1=x", "1=x is no label"],
    [`--labels=team=${"x".repeat(64)}`, "is no label"],
    ['--labels={"team":1}', "a JSON object of texts"],
    ["--labels={", "a JSON object of texts"],
    [`--labels=${Array.from({ length: 65 }, (_, n) => `k${n}=v`).join(",")}`, "at most 64"],
    ["--network=My_Net", "a network's name"],
    ["--subnetwork=my-subnetwork", "regions/REGION/subnetworks/NAME"],
    ["--diskType=ssd", "a disk type"],
    ["--diskSizeGb=5", "a whole number from 10"],
    ["--numWorkers=0", "a whole number from 1"],
    ["--autoscalingAlgorithm=SOME", "THROUGHPUT_BASED or NONE"],
    ["--flexrsGoal=CHEAP", "COST_OPTIMIZED or SPEED_OPTIMIZED"],
    ["--serviceAccountEmail=worker", "a service account's e-mail"],
    ["--dataflowKmsKey=key", "projects/P/locations/L/keyRings/R/cryptoKeys/K"],
    ["--dataflowEndpoint=dataflow", "a URL"],
    ["--dataflowEndpoint=https:dataflow", "a URL"],
    ["--experiments=a,,b", "values with commas"],
    ["--parallelism=0", "a whole number from 1"],
    ["--jobEndpoint=localhost", "HOST:PORT"],
    ["--runner=spark", "direct or jobServer or dataflow"],
  ])("%s is refused in one line", (flag, reason) => {
    const line = onDataflow(flag);
    expect(line).toContain(flag.slice(0, flag.indexOf("=") + 1));
    expect(line).toContain(reason);
    expect(line).not.toContain("\n");
  });
});

describe("a value that the service takes", () => {
  it.each([
    ["jobName", "j"],
    ["project", "example.com:my-project"],
    ["region", "northamerica-northeast1"],
    ["workerZone", "us-central1-ai1a"],
    ["workerMachineType", "custom-2-8192"],
    ["workerMachineType", "n2d-standard-4"],
    ["sdkContainerImage", "localhost:5000/crypto@sha256:" + "a".repeat(64)],
    ["sdkContainerImage", "us-docker.pkg.dev/my-project/my-repo/crypto_image:v1.0-rc.1"],
    ["subnetwork", "https://www.googleapis.com/compute/v1/projects/p/regions/r/subnetworks/s"],
    ["diskType", "compute.googleapis.com/projects//zones//diskTypes/pd-ssd"],
    [
      "templateLocation",
      "gs://my-bucket/staging/template_launches/2026-01-02_03_04_05-6/job_object",
    ],
  ])("--%s=%s is taken", (name, value) => {
    const { options } = parseCommandLine(["date-dim", ...without(name), `--${name}=${value}`]);
    expect(options).toMatchObject({ [name]: value });
  });

  it("may be a list, a JSON object, or a name of the REST API", () => {
    const { options } = parseCommandLine([
      "date-dim",
      ...dataflow,
      '--labels={"goog-dataflow-provided-template-type":"flex","t":"","prototype":"p","constructor":"c"}',
      "--experiments=a,b=c",
      "--flexrsGoal=FLEXRS_COST_OPTIMIZED",
      "--autoscalingAlgorithm=AUTOSCALING_ALGORITHM_BASIC",
      "--no-use-public-ips",
      "--dataflowEndpoint= HTTPS://example.com/ ",
    ]);
    expect(options).toMatchObject({
      labels: {
        "goog-dataflow-provided-template-type": "flex",
        t: "",
        prototype: "p",
        constructor: "c",
      },
      experiments: ["a", "b=c"],
      flexrsGoal: "COST_OPTIMIZED",
      autoscalingAlgorithm: "THROUGHPUT_BASED",
      noUsePublicIps: true,
      dataflowEndpoint: "HTTPS://example.com",
    });
  });
});

describe("options that need each other", () => {
  it.each(["project", "region", "sdkContainerImage", "tempLocation"])(
    "Dataflow needs --%s",
    (name) => {
      expect(refusal("date-dim", ...without(name))).toMatch(
        new RegExp(`^--runner=dataflow needs --${name}=[^\\n]+\\.$`),
      );
    },
  );

  it.each([
    ["--output=./out", /^--output=\.\/out is on this machine.* give gs:/],
    ["--warehouse=duckdb:x", /^--warehouse=duckdb:x is on this machine: give bigquery:/],
    ["--numWorkers=3 --maxNumWorkers=2", /^--numWorkers=3 is more than --maxNumWorkers=2/],
    ["--workerRegion=us-east1 --workerZone=us-east1-a", /exclude each other/],
    ["--usePublicIps --noUsePublicIps", /contradict each other/],
    ["--experiments=disable_runner_v2", /turns off what portable jobs run on/],
    ["--experiments=worker_region=x --workerRegion=us-east1", /exclude each other/],
    ["--templateLocation=gs://my-bucket/t --wait", /nothing to wait for/],
    ["--parallelism=2", /^--parallelism is not supported by --runner=dataflow/],
  ])("Dataflow refuses %s", (flags, reason) => {
    expect(onDataflow(...flags.split(" "))).toMatch(reason);
  });

  it("Dataflow's workers reach neither the sample market nor this environment's key", () => {
    const command = ["market-snapshot", ...without("source")];
    expect(refusal(...command)).toMatch(/^--source=sample is served by this process/);
    expect(refusal(...command, "--source=pro")).toMatch(/^--source=pro on Dataflow needs --apiKey/);
    const secret = "--apiKeySecret=projects/p/secrets/s/versions/1";
    expect(parseCommandLine([...command, "--source=pro", secret]).pipelines).toHaveLength(1);
  });

  it("two pipelines that call the API run one after the other, or not at all", () => {
    expect(refusal(...dataflow)).toMatch(/^market-snapshot and asset-dim would run at once/);
    expect(parseCommandLine([...dataflow, "--wait"]).pipelines).toHaveLength(3);
    expect(refusal("date-dim", "asset-dim", ...dataflow, "--templateLocation=gs://abc/t")).toMatch(
      /^--templateLocation holds one job/,
    );
  });

  it.each([
    ["", /^--runner=jobServer needs --jobEndpoint=HOST:PORT/],
    ["--jobEndpoint=h:1 --environmentType=docker", /needs --sdkContainerImage/],
    ["--jobEndpoint=h:1 --sdkContainerImage=i", /add --environmentType=docker/],
    ["--jobEndpoint=h:1 --environmentType=docker --sdkContainerImage=i", /would stay inside/],
    ["--jobEndpoint=h:1 --region=us-east1", /^--region is not supported by --runner=jobServer/],
  ])("a job server refuses %s", (flags, reason) => {
    expect(refusal("--runner=jobServer", ...flags.split(" ").filter(Boolean))).toMatch(reason);
  });

  it("an option of a runner that was not asked for is refused, and not ignored", () => {
    expect(refusal("--project=my-project")).toMatch(
      /^--project is not supported by --runner=direct: leave it out, or pass --runner=dataflow\.$/,
    );
    expect(refusal("--jobEndpoint=h:1")).toMatch(/or pass --runner=jobServer\.$/);
  });
});

describe("names of other Beam SDKs", () => {
  it.each(Object.keys(refusedOptions))("--%s is refused with the reason", (name) => {
    expect(optionSpecs).not.toHaveProperty(name);
    expect(onDataflow(`--${name}=x`)).toBe(
      `--${name} is not supported: ${refusedOptions[name] ?? ""}`,
    );
  });

  it.each(Object.entries(optionAliases))("--%s is --%s", (alias, name) => {
    expect(optionName(alias)).toBe(name);
    expect(optionSpecs).toHaveProperty(name);
  });

  it("every Dataflow option of Beam's Go runner is one of ours, or refused", () => {
    const unknown = goFlags
      .map(optionName)
      .filter((name) => !(name in optionSpecs) && !(name in refusedOptions));
    expect(unknown).toEqual([]);
  });
});

it("a job server's workers write where this process stands", () => {
  const { options } = parseCommandLine(["--runner=jobServer", "--jobEndpoint=h:1", "--output=out"]);
  const identity = { runId: "r", startedAt: "2026-01-02T00:00:00.000Z", hasKey: false };
  expect(planRuns("date-dim", options, identity)).toMatchObject({
    output: `${process.cwd()}/out`,
    warehouse: `duckdb:${process.cwd()}/out/warehouse.duckdb`,
  });
});

/** The flags of go/pkg/beam/runners/dataflow, options/gcpopts and options/jobopts, 2.77.0. */
const goFlags = [
  ...["dataflow_endpoint", "staging_location", "worker_harness_container_image"],
  ...["sdk_container_image", "labels", "service_account_email", "num_workers"],
  ...["number_of_worker_harness_threads", "max_num_workers", "disk_size_gb", "disk_type"],
  ...["disk_provisioned_iops", "disk_provisioned_throughput_mibps", "autoscaling_algorithm"],
  ...["zone", "dataflow_kms_key", "network", "subnetwork", "no_use_public_ips", "use_public_ips"],
  ...["temp_location", "worker_machine_type", "machine_type", "min_cpu_platform"],
  ...["worker_region", "worker_zone", "dataflow_service_options", "flexrs_goal", "update"],
  ...["transform_name_mapping", "dry_run", "teardown_policy", "template_location"],
  ...["cpu_profiling", "execute_async", "project", "region", "endpoint", "job_name"],
  ...["environment_type", "environment_config", "worker_binary", "experiments", "async"],
  ...["beam_strict", "retain_docker_containers", "parallelism", "element_processing_timeout"],
  ...["sdk_harness_container_image_override", "resource_hints"],
];
