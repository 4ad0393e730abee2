import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pipelineNames } from "../../pipelines/options/pipeline_spec";
import { checkout } from "../support/checkout";

describe("A worker", () => {
  it.each(pipelineNames)("knows the steps of %s", (pipeline) => {
    const doFns = readFileSync(join(checkout, "pipelines/do_fns.ts"), "utf8");
    expect(doFns).toContain(`import "./${pipeline.replaceAll("-", "_")}";`);
  });
});
