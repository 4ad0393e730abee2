import { existsSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { optionName } from "../../pipelines/options/option_name";
import { optionSpecs } from "../../pipelines/options/options";
import { refusedOptions } from "../../pipelines/options/refused_options";
import { checkout } from "../support/checkout";
import { anchorsOf, codeOf, pages, relativeLinks, files, type Page } from "./markdown";

const { scripts } = JSON.parse(readFileSync(join(checkout, "package.json"), "utf8")) as {
  scripts: Readonly<Record<string, string>>;
};

describe.each(pages.map((page) => [page.path, page] as const))("%s", (_, page) => {
  it("links to files and headings that exist", () => {
    expect(relativeLinks(page).filter((target) => !leadsSomewhere(page, target))).toEqual([]);
  });

  it("names files and folders that exist", () => {
    const named = new Set([...codeOf(page).filter(isPath), ...barePaths(page)]);
    expect([...named].filter((path) => !exists(page, path))).toEqual([]);
  });

  it("names commands that package.json has", () => {
    const named = [...page.text.matchAll(/\bnpm run (?:--silent )?([\w:-]*\w)/g)];
    expect(named.map(([, name = ""]) => name).filter((name) => !(name in scripts))).toEqual([]);
  });

  it("names options that the command line has", () => {
    expect(optionsOf(page).filter((option) => !isOption(option))).toEqual([]);
  });
});

function leadsSomewhere({ path }: Page, target: string): boolean {
  const [file = "", anchor] = target.split("#");
  const to = file === "" ? path : posix.normalize(posix.join(posix.dirname(path), file));
  if (!existsSync(join(checkout, to))) return false;
  if (anchor === undefined) return true;
  const page = pages.find((each) => each.path === to);
  return page !== undefined && anchorsOf(page).includes(anchor);
}

const topFolders = new Set(files.map((path) => path.split("/")[0] ?? ""));

/** Whether a text is a path of this repository: it begins with one of its folders, or is a source file. */
function isPath(code: string): boolean {
  if (!/^[\w.][\w./-]*$/.test(code)) return false;
  const [first = ""] = code.split("/");
  return (code.includes("/") && topFolders.has(first)) || /\.(ts|mjs|sh|py|sql|md)$/.test(code);
}

/** Paths in running text: they begin with a folder of the checkout. */
function barePaths({ prose }: Page): string[] {
  const words = prose.match(
    /(?<![\w./<>:-])[\w.]+(?:\/[\w.-]+)+\.(?:ts|mjs|sh|py|sql|json|yaml|md)\b/g,
  );
  return (words ?? []).filter((path) => topFolders.has(path.split("/")[0] ?? ""));
}

/** From the checkout, from the page's own folder, or from the folder of the pipelines; a bare name anywhere. */
function exists({ path }: Page, code: string): boolean {
  const wanted = code.replace(/\/$/, "");
  if (!wanted.includes("/") && files.some((file) => posix.basename(file) === wanted)) return true;
  return ["", `${posix.dirname(path)}/`, "pipelines/"]
    .map((folder) => posix.normalize(folder + wanted))
    .some((full) => files.some((file) => file === full || file.startsWith(`${full}/`)));
}

/** The options of commands that are ours: on a line, behind the program's name. */
function optionsOf({ text }: Page): string[] {
  const inCommands = text
    .replaceAll("\\\n", " ")
    .split("\n")
    // What a command of another program runs is among that program's own options.
    .filter((line) => !line.startsWith("gcloud "))
    .flatMap(
      (line) =>
        /\b(?:npm start --|crypto-pipelines|dist\/pipelines\/main\.js) (.*)$/.exec(line)?.[1] ?? [],
    );
  const alone = codeOf({ text, path: "", prose: text }).filter((code) => code.startsWith("--"));
  return [...inCommands, ...alone].flatMap(
    (part) => part.match(/(?<![\w-])--[a-zA-Z][\w-]*/g) ?? [],
  );
}

/** Where the options of the project's other programs are read. */
const otherPrograms = [
  "scripts/setup.sh",
  "scripts/teardown.sh",
  "bench/main.ts",
  "pipelines/query/query_arguments.ts",
  "pipelines/query/max_bytes.ts",
].map((path) => readFileSync(join(checkout, path), "utf8"));

function isOption(option: string): boolean {
  const name = optionName(option.slice(2));
  return (
    option === "--help" ||
    name in optionSpecs ||
    name in refusedOptions ||
    otherPrograms.some((program) => program.includes(option))
  );
}
