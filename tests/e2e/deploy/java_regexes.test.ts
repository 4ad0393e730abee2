import { execFileSync, spawnSync } from "node:child_process";
import { join } from "node:path";
import { pipelineNames } from "../../../pipelines/options/pipeline_spec";
import { templateMetadata } from "../../../templates/metadata";
import { acceptedBy } from "../../../templates/template_metadata";
import { parameterExamples } from "../../support/deploy/parameter_examples";
import { describeUnless } from "../../support/describe_unless";
import { checkout } from "../../support/checkout";

const program = join(checkout, "tests/support/deploy/MatchRegexes.java");
const javaMissing = spawnSync("java", ["-version"]).status === 0 ? null : "there is no Java";

const parameters = pipelineNames.flatMap((pipeline) => templateMetadata(pipeline).parameters);
const regexes = [...new Set(parameters.flatMap((parameter) => parameter.regexes ?? []))];

/** Dataflow matches parameters with Java, whose regexes differ from JavaScript's. */
describeUnless(javaMissing)("the templates' regexes in Java", () => {
  it("accept every default", () => {
    const pairs = parameters.flatMap(({ regexes = [], defaultValue }) =>
      regexes.flatMap((regex) =>
        defaultValue === undefined ? [] : [{ regex, value: defaultValue }],
      ),
    );
    expect(pairs.length).toBeGreaterThan(10);
    const answers = matches(pairs);
    expect(pairs.filter((_, index) => !answers[index])).toEqual([]);
  });

  it("accept and refuse the same values as JavaScript", () => {
    const examples = parameterExamples.flatMap(([, { yes, no }]) => [...yes, ...no]);
    const odd = [
      "",
      " ",
      "true ",
      "TRUE",
      "usd\n",
      "all\nall",
      "gs://demo-bucket/a b/ü",
      "٣",
      "0000-01-01",
    ];
    const values = [...new Set([...examples, ...odd])];
    const pairs = regexes.flatMap((regex) => values.map((value) => ({ regex, value })));
    const answers = matches(pairs);
    expect(answers.filter((answer) => answer).length).toBeGreaterThan(regexes.length);
    expect(
      pairs.filter(({ regex, value }, i) => answers[i] !== acceptedBy([regex], value)),
    ).toEqual([]);
  });

  it("fail on a regex that Java does not support", () => {
    expect(() => matches([{ regex: "(?<a-b>x)", value: "x" }])).toThrow("PatternSyntaxException");
  });
});

function matches(pairs: readonly { regex: string; value: string }[]): boolean[] {
  const base64 = (text: string) => Buffer.from(text).toString("base64");
  const input = pairs.map(({ regex, value }) => `${base64(regex)} ${base64(value)}\n`).join("");
  const printed = execFileSync("java", [program], { input, encoding: "utf8", stdio: "pipe" });
  return printed
    .trim()
    .split("\n")
    .map((line) => line === "true");
}
