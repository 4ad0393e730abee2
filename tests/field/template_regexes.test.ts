import { spawnSync } from "node:child_process";
import { pipelineNames } from "../../pipelines/options/pipeline_spec";
import { templateMetadata } from "../../templates/metadata";
import { isPosixRegex, posixRegex } from "../../templates/posix_regex";
import { acceptedBy } from "../../templates/template_metadata";
import { parameterExamples } from "../support/deploy/parameter_examples";

const parameters = pipelineNames.flatMap((pipeline) => templateMetadata(pipeline).parameters);
const regexes = [...new Set(parameters.flatMap((parameter) => parameter.regexes ?? []))];
const values = parameterExamples.flatMap(([, { yes, no }]) => [...yes, ...no]);

describe("a template parameter's regex", () => {
  it("uses nothing that POSIX egrep lacks", () => {
    expect(regexes.length).toBeGreaterThan(5);
    for (const regex of regexes) {
      expect(regex).not.toMatch(/\\[a-zA-Z0-9]|\(\?/);
      expect([regex, isPosixRegex(regex)]).toEqual([regex, true]);
    }
  });

  it.each(regexes)("accepts in grep -E what the program accepts: %s", (regex) => {
    const lines = [...values, "0000-01-01", "0001-01-01", "2026-01-02"];
    expect(lines.filter((line) => line.includes("\n"))).toEqual([]);
    expect(grep(regex, lines)).toEqual(lines.filter((line) => acceptedBy([regex], line)));
  });

  it("is the same rule as the option's own", () => {
    for (const pattern of [
      "^(?!0000)\\d{4}-\\d{2}$",
      "^[\\w.\\-]+\\/(?:a|b)$",
      "^\\d+(\\.\\d+)?%$",
    ]) {
      for (const text of [
        "0000-12",
        "0001-12",
        "0010-12",
        "2026-12",
        "a_b.-c/a",
        "c/d",
        "1.5%",
        "%",
      ]) {
        const translated = new RegExp(posixRegex(pattern));
        expect([pattern, text, translated.test(text)]).toEqual([
          pattern,
          text,
          new RegExp(pattern).test(text),
        ]);
      }
    }
  });

  it("fails the generation of the metadata when POSIX egrep can't express it", () => {
    for (const pattern of [
      "(?=a)",
      "(?<!a)b",
      "\\s",
      "a+?",
      "\\bword",
      "[\\s]",
      "(a)\\1",
      "[a&&b]",
      "a{1,1024}",
    ]) {
      expect(() => posixRegex(pattern)).toThrow("Flex Templates' regexes can't express");
    }
  });
});

/** The lines that grep -E accepts; each is one value. */
function grep(regex: string, lines: readonly string[]): string[] {
  const { stdout, stderr } = spawnSync("grep", ["-E", "-e", regex], {
    input: lines.map((line) => `${line}\n`).join(""),
    encoding: "utf8",
  });
  expect(stderr).toBe("");
  return stdout.split("\n").slice(0, -1);
}
