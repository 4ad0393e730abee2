import { parseCommandLine } from "../../pipelines/cli/command_line";
import { launcherArguments } from "../../pipelines/cli/launcher_arguments";
import { log } from "../../pipelines/core/log";
import { UsageError } from "../../pipelines/options/usage_error";

const environment = { CRYPTO_PIPELINE: "market-snapshot", SDK_CONTAINER_IMAGE: "gcr.io/p/img:1" };

/** What a launch with no unusual flag has. */
const usual = [
  ...["--output=gs://my-output/crypto", "--source=public", "--project=my-project"],
  ...["--region=us-central1", "--temp_location=gs://my-bucket/tmp", "--runner=DataflowRunner"],
  ...["--template_location=gs://my-bucket/launches/1/job_object"],
];

let warnings: string[];
beforeEach(() => {
  warnings = [];
  jest.spyOn(log, "warn").mockImplementation((...args: unknown[]) => {
    warnings.push(String(args.at(-1)));
  });
});
afterEach(() => {
  jest.restoreAllMocks();
});

const launch = (...flags: string[]) =>
  parseCommandLine(launcherArguments([...usual, ...flags], environment));

it.each([
  "--worker_binary=/opt/worker",
  "--update=true",
  '--transform_name_mapping={"a":"b"}',
  "--endpoint=localhost:8099",
  "--async=true",
  "--execute_async=true",
  "--dry_run=true",
  "--cpu_profiling=gs://bucket/x",
  "--job_endpoint=localhost:8099",
  "--environment_type=LOOPBACK",
  "--environment_config={}",
  "--parallelism=4",
  "--wait=true",
  "--beam_strict=true",
  "--worker_harness_of_tomorrow=x",
  "--someParameterOfTomorrow=x",
  "--unknown",
  "--formatter=x",
  "--snapshot_dat=2026-01-02",
])("the launcher's flag %s ends no launch: it is logged and ignored", (flag) => {
  const expected = launch();
  expect(warnings).toEqual([]);
  expect(launch(flag)).toEqual(expected);
  const [spelling = ""] = flag.split("=");
  expect(warnings).toEqual([expect.stringContaining(`${spelling} is `)]);
  expect(warnings[0]).toMatch(/\bignored\b/);
});

it.each(["--update=false", "--network=", "--streaming=false", "--dataflow_job_file=/tmp/x"])(
  "%s, which asks for nothing, is ignored without a word",
  (flag) => {
    expect(launch(flag)).toEqual(launch());
    expect(warnings).toEqual([]);
  },
);

it("an argument of another form is ignored, and not repeated", () => {
  expect(launch("CG-1234567890abcdef", "-x")).toEqual(launch());
  expect(warnings).toHaveLength(2);
  expect(warnings.join()).not.toContain("CG-");
});

it.each([
  "--apiKey=CG-1234567890abcdef",
  "--api_key=x",
  "--coingecko_api_key=CG-1234567890abcdef",
  "--x_cg_demo_api_key=x",
  "--note=CG-1234567890abcdef",
])("a key as a parameter is refused, and not repeated: %s", (flag) => {
  const wrong = () => launch(flag);
  expect(wrong).toThrow(UsageError);
  expect(wrong).toThrow(/ is not supported: a key is never an option/);
  expect(wrong).not.toThrow(/CG-/);
});

it.each([
  ["snapshotDat", "snapshotDate"],
  ["vsCurency", "vsCurrency"],
  ["maxReject", "maxRejects"],
  ["coin", "coins"],
  ["sources", "source"],
  ["outputs", "output"],
])("%s, nearly a parameter, is refused with %s: the job would be another", (spelling, meant) => {
  expect(() => launch(`--${spelling}=x`)).toThrow(
    `Unknown parameter ${spelling}. Did you mean --${meant}?`,
  );
});
