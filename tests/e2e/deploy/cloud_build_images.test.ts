import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { pipelineNames } from "../../../pipelines/options/pipeline_spec";
import { checkToolBin } from "../../support/deploy/check_tools";
import { CloudBuild } from "../../support/deploy/cloud_build";
import { ChildServer, freePort } from "../../../emulators/tools/child_server";
import { goMissing, goTool, goTools } from "../../../emulators/tools/go_tool";
import { pythonMissing } from "../../../emulators/tools/python_tool";
import { describeUnless } from "../../support/describe_unless";
import { builderMissing, imageCache, withoutDocker } from "../../support/deploy/without_docker";
import { checkout } from "../../support/checkout";

interface ImageConfig {
  readonly config: { readonly Env: readonly string[]; readonly Entrypoint: readonly string[] };
  readonly rootfs: { readonly diff_ids: readonly string[] };
}

const suite = describeUnless(builderMissing(), goMissing(), pythonMissing());

suite("the builds of the images, with buildah and a registry", () => {
  let folder: string;
  let registry: ChildServer;
  let images: string;
  let push: CloudBuild;
  let pullRequest: CloudBuild;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "build-"));
    execFileSync(join(withoutDocker, "bases.sh"), [imageCache], { stdio: "ignore" });
    const port = await freePort();
    const serve = ["registry", "serve", "--address", `127.0.0.1:${port}`, "--disk", folder];
    registry = await ChildServer.start(goTool(goTools.crane), serve, port);
    images = `127.0.0.1:${port}/demo-project/crypto-pipelines`;
    const node24 = join(homedir(), ".cache/crypto-pipelines/node-24/bin");
    const programs = [withoutDocker, checkToolBin("hadolint"), existsSync(node24) ? node24 : ""];
    const env = {
      PATH: [...programs, process.env.PATH].filter(Boolean).join(delimiter),
      IMAGE_CACHE: imageCache,
    };
    push = new CloudBuild("cloudbuild.yaml", env);
    pullRequest = new CloudBuild("cloudbuild.pull-request.yaml", env);
  }, 1_200_000);

  afterAll(async () => {
    await registry.close();
    rmSync(folder, { recursive: true });
  });

  it("test: install, build, test and lint the pushed commit only", async () => {
    const cwd = join(folder, "workspace");
    execFileSync("git", ["clone", "--quiet", checkout, cwd]);
    // Some of the tests: the checks that run this one also run all of them.
    const tests = "-- dist/tests/schemas";
    await pullRequest.run("test", {}, { cwd, tests });
    await push.run("test", {}, { cwd, tests });
  }, 900_000);

  it("lint-dockerfile: find nothing", async () => {
    await pullRequest.run("lint-dockerfile");
  }, 60_000);

  it("build and push the four targets, which share their layers and hold their own name", async () => {
    for (const step of ["bases", ...pipelineNames, "push"]) {
      await push.run(step, { _IMAGES: images });
    }
    const configs = pipelineNames.map((pipeline) => configOf(`${images}/${pipeline}:abc123`));
    configs.forEach(({ config, rootfs }, index) => {
      const pipeline = pipelineNames[index] ?? "";
      expect(config.Entrypoint).toEqual(["/opt/apache/beam/boot"]);
      expect(config.Env).toEqual(
        expect.arrayContaining([
          `CRYPTO_PIPELINE=${pipeline}`,
          `SDK_CONTAINER_IMAGE=${images}/${pipeline}:abc123`,
          "FLEX_TEMPLATE_GO_BINARY=/app/template_launcher",
        ]),
      );
      // The last one belongs to the command that checks the name.
      expect(rootfs.diff_ids.slice(0, -1)).toEqual(configs[0]?.rootfs.diff_ids.slice(0, -1));
    });
  }, 1_200_000);

  it("build a pull request's image, and push nothing", async () => {
    await pullRequest.run("image");
    const pushed = crane("catalog", images.split("/")[0] ?? "")
      .trim()
      .split("\n");
    expect(pushed.sort()).toEqual(
      pipelineNames.map((pipeline) => `demo-project/crypto-pipelines/${pipeline}`).sort(),
    );
  }, 600_000);

  function configOf(image: string): ImageConfig {
    return JSON.parse(crane("config", image)) as ImageConfig;
  }

  function crane(...args: string[]): string {
    return execFileSync(goTool(goTools.crane), ["--insecure", ...args], { encoding: "utf8" });
  }
});
