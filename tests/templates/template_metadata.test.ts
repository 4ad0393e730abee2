import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { pipelineNames } from "../../pipelines/options/pipeline_spec";
import { optionSpecs, type OptionName } from "../../pipelines/options/options";
import { templateFiles } from "../../templates/generated_files";
import { templateMetadata } from "../../templates/metadata";
import { acceptedBy, templateMetadataSchema } from "../../templates/template_metadata";
import { parameterExamples } from "../support/deploy/parameter_examples";
import { checkout } from "../support/checkout";

describe("the templates' committed files", () => {
  it.each(templateFiles())("$path is what the options say", ({ path, content }) => {
    expect(readFileSync(join(checkout, path), "utf8")).toBe(content);
  });
});

describe.each(pipelineNames)("the metadata of %s", (pipeline) => {
  const metadata = templateMetadata(pipeline);

  it("has every field in the form of the public description", () => {
    expect(v.parse(templateMetadataSchema, metadata)).toEqual(metadata);
  });

  it("asks for nothing but where to write, and whose history", () => {
    const required = metadata.parameters.filter(({ isOptional }) => !isOptional);
    const whose = pipeline === "market-history" ? ["coins"] : [];
    expect(required.map(({ name }) => name)).toEqual([...whose, "output"]);
  });

  it("has no option of a person at a terminal", () => {
    const names = metadata.parameters.map(({ name }) => name);
    for (const name of ["dryRun", "quiet", "json", "verbose"]) expect(names).not.toContain(name);
  });

  it("offers no value that the pipeline's own check refuses", () => {
    for (const { name, defaultValue, enumOptions } of metadata.parameters) {
      const values = [defaultValue, ...(enumOptions ?? []).map(({ value }) => value)];
      for (const value of values.filter((one) => one !== undefined)) {
        expect(v.safeParse(optionSpecs[name as OptionName].schema, value).issues).toBeUndefined();
      }
    }
  });
});

describe("the regexes of the market-snapshot template", () => {
  it.each(parameterExamples)(
    "%s: take what the pipeline takes and refuse the rest",
    (name, { yes, no }) => {
      const { regexes } = parameterOf("market-snapshot", name);
      const { schema } = optionSpecs[name as OptionName];
      expect(yes.filter((value) => !acceptedBy(regexes, value))).toEqual([]);
      expect(no.filter((value) => acceptedBy(regexes, value))).toEqual([]);
      expect(yes.filter((value) => !v.is(schema, value))).toEqual([]);
    },
  );
});

describe("the strict check of metadata", () => {
  const good = {
    name: "A template",
    description: "It does something.",
    streaming: false,
    parameters: [{ name: "plan", label: "Plan", helpText: "A plan." }],
  };
  const wrong: [string, object][] = [
    ["a misspelled field", { helptext: "A plan." }],
    ["a missing help text", { helpText: undefined }],
    ["an unknown type", { paramType: "DATE" }],
    ["a regex that does not compile", { regexes: ["("] }],
    ["a default its regexes refuse", { regexes: ["^a$"], defaultValue: "b", isOptional: true }],
    ["a default that only begins well", { regexes: ["a"], defaultValue: "ab", isOptional: true }],
    ["a required parameter with a default", { defaultValue: "b" }],
    ["an ENUM without options", { paramType: "ENUM" }],
    ["options without ENUM", { enumOptions: [{ value: "a" }] }],
    [
      "a default that is no option",
      { paramType: "ENUM", enumOptions: [{ value: "a" }], defaultValue: "b", isOptional: true },
    ],
    [
      "a BOOLEAN that defaults to yes",
      { paramType: "BOOLEAN", defaultValue: "yes", isOptional: true },
    ],
    ["an unknown parent", { parentName: "source" }],
    ["a parameter that is its own parent", { parentName: "plan" }],
    ["trigger values without a parent", { parentTriggerValues: ["demo"] }],
    ["a name that no flag can have", { name: "the plan" }],
  ];

  it("takes the least that a template needs", () => {
    expect(v.is(templateMetadataSchema, good)).toBe(true);
  });

  it.each(wrong)("refuses %s", (_, change) => {
    const parameters = [{ ...good.parameters[0], ...change }];
    expect(v.is(templateMetadataSchema, { ...good, parameters })).toBe(false);
  });

  it("refuses a name that is taken twice", () => {
    const parameters = [good.parameters[0], good.parameters[0]];
    expect(v.is(templateMetadataSchema, { ...good, parameters })).toBe(false);
  });
});

function parameterOf(pipeline: "market-snapshot", name: string) {
  const parameter = templateMetadata(pipeline).parameters.find((one) => one.name === name);
  if (!parameter) throw new Error(`The template has no parameter ${name}.`);
  return parameter;
}
