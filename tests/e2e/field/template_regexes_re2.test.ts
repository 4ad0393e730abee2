import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { pipelineNames } from "../../../pipelines/options/pipeline_spec";
import { templateMetadata } from "../../../templates/metadata";
import { acceptedBy } from "../../../templates/template_metadata";
import { pythonMissing, pythonToolBin } from "../../../emulators/tools/python_tool";
import { parameterExamples } from "../../support/deploy/parameter_examples";
import { describeUnless } from "../../support/describe_unless";

const version = "1.1.20251105";
const re2 = { name: "google-re2", version, packages: [`google-re2==${version}`] };
const script = `
import json, sys, re2
print(json.dumps([bool(re2.fullmatch(regex, value)) for regex, value in json.load(sys.stdin)]))`;

const parameters = pipelineNames.flatMap((pipeline) => templateMetadata(pipeline).parameters);
const regexes = [...new Set(parameters.flatMap((parameter) => parameter.regexes ?? []))];

describeUnless(pythonMissing())("the templates' regexes in Google's RE2", () => {
  it("accept and refuse the same values as the program", () => {
    const examples = parameterExamples.flatMap(([, { yes, no }]) => [...yes, ...no]);
    const odd = [
      "",
      " ",
      "true ",
      "TRUE",
      "gs://demo-bucket/a b/ü",
      "٣",
      "0000-01-01",
      "0001-01-01",
    ];
    const pairs = regexes.flatMap((regex) => [...examples, ...odd].map((value) => [regex, value]));
    const printed = execFileSync(join(pythonToolBin(re2), "python"), ["-c", script], {
      input: JSON.stringify(pairs),
      encoding: "utf8",
    });
    const matched = JSON.parse(printed) as boolean[];
    const expected = pairs.map(([regex = "", value = ""]) => acceptedBy([regex], value));
    expect(expected.filter(Boolean).length).toBeGreaterThan(regexes.length);
    expect(pairs.filter((_, index) => matched[index] !== expected[index])).toEqual([]);
  }, 300_000);
});
