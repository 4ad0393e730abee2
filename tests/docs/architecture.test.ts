import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { checkout } from "../support/checkout";
import { files } from "./markdown";

const pipelines = join(checkout, "pipelines");
const modules = readdirSync(pipelines, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);
/** The files at the top of the folder, as the picture calls them. */
const programs = "programs";

/** The arrows of the picture of the modules: from each, to which. */
function arrows(): Map<string, Set<string>> {
  const page = readFileSync(join(checkout, "docs/architecture.md"), "utf8");
  const [, picture = ""] = /```mermaid\n([^]*?)```/.exec(page) ?? [];
  const found = new Map<string, Set<string>>();
  for (const line of picture.split("\n").filter((text) => text.includes("-->"))) {
    const groups = line.split("-->").map((group) => group.split("&").map((name) => name.trim()));
    for (const [index, group] of groups.slice(1).entries()) {
      for (const from of groups[index] ?? []) {
        found.set(from, new Set([...(found.get(from) ?? []), ...group]));
      }
    }
  }
  return found;
}

/** What each module imports, as the sources say. */
function imports(): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const file of files.filter((path) => /^pipelines\/.*\.ts$/.test(path))) {
    const [, module = programs] = /^pipelines\/(\w+)\//.exec(file) ?? [];
    const text = readFileSync(join(checkout, file), "utf8");
    const targets = [...text.matchAll(/(?:from|import|import\() ?"(?:\.\.?\/)+(\w+)\//g)]
      .map(([, target = ""]) => target)
      .filter((target) => target !== module && modules.includes(target));
    found.set(module, new Set([...(found.get(module) ?? []), ...targets]));
  }
  return found;
}

function reachable(from: string, ways: Map<string, Set<string>>): Set<string> {
  const seen = new Set<string>();
  const visit = (name: string) => {
    for (const next of ways.get(name) ?? []) {
      if (seen.has(next)) continue;
      seen.add(next);
      visit(next);
    }
  };
  visit(from);
  return seen;
}

describe("The picture of the modules", () => {
  const ways = arrows();

  it("shows each folder of pipelines/, and no other", () => {
    const shown = new Set([...ways].flatMap(([from, to]) => [from, ...to]));
    expect([...shown].sort()).toEqual([...modules, programs].sort());
  });

  it("has no circle", () => {
    expect([...ways.keys()].filter((name) => reachable(name, ways).has(name))).toEqual([]);
  });

  it.each([...imports()])("leads from %s to all that it imports", (module, imported) => {
    const known = reachable(module, ways);
    expect([...imported].filter((name) => !known.has(name))).toEqual([]);
  });
});
