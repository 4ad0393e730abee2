import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readCommand } from "../../pipelines/cli/read_command";
import { optionGroups, optionSpecs } from "../../pipelines/options/options";
import { pipelineNames } from "../../pipelines/options/pipeline_spec";
import { checkout } from "../support/checkout";

/** What a command prints that is not a run. */
function printed(argv: readonly string[], columns = 80): string {
  const command = readCommand(argv, columns);
  if (command.kind === "run") throw new Error(`${argv.join(" ")} is a run.`);
  return command.text;
}

/** Lines that are wider, but for one word that is. */
const tooWide = (text: string, columns: number) =>
  text.split("\n").filter((line) => line.length > columns && /\S\s+\S/.test(line.trim()));

describe("help", () => {
  it.each([[["--help"]], [["-h"]], [["help"]], [["date-dim", "--help"]], [["--coins=x", "-h"]]])(
    "is one screen: %j",
    (argv) => {
      const text = printed(argv);
      expect(text.split("\n").length).toBeLessThanOrEqual(60);
      expect(tooWide(text, 80)).toEqual([]);
      for (const name of [...Object.keys(optionSpecs), ...pipelineNames]) {
        expect(text).toContain(name);
      }
      for (const part of ["Examples:", "Exit codes", "default: ./out", "COINGECKO_API_KEY"]) {
        expect(text).toContain(part);
      }
    },
  );

  it("breaks lines between words at any width", () => {
    const words = printed(["help"], 200).split(/\s+/);
    expect(printed(["help"], 50).split(/\s+/)).toEqual(words);
    expect(tooWide(printed(["help", "options"], 60), 60)).toEqual([]);
  });

  it.each(Object.entries(optionGroups))(
    "has a page on %s with each of its options",
    (group, specs) => {
      const page = printed(["help", ...group.toLowerCase().split(" ")]);
      for (const name of Object.keys(specs)) expect(page).toContain(`--${name}`);
    },
  );

  it.each(Object.entries(optionSpecs))("has a page on %s", (name, { help }) => {
    const page = printed(["help", name]).replace(/\s+/g, " ");
    expect(page).toContain(help);
    expect(page).toMatch(/Default: .*Has an effect on: /);
  });

  it.each(pipelineNames)("has a page on %s", (name) => {
    expect(printed(["help", name])).toContain(name);
  });

  it("takes a topic in any spelling, and names the topics where there is none", () => {
    expect(printed(["help", "snapshot-date"])).toBe(printed(["help", "snapshotDate"]));
    expect(printed(["help", "workers"])).toContain("--numWorkers");
    expect(() => printed(["help", "dragons"])).toThrow(/^There is no help on 'dragons': name an/);
  });
});

it.each([["version"], ["--version"]])("%s is that of the package", (argument) => {
  const manifest = JSON.parse(readFileSync(join(checkout, "package.json"), "utf8")) as {
    version: string;
  };
  expect(printed([argument])).toBe(`crypto-pipelines ${manifest.version}\n`);
});
