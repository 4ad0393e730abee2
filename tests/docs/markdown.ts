import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { checkout } from "../support/checkout";

/** A page of the documentation, and what can be checked in it. */
export interface Page {
  /** Relative to the checkout. */
  readonly path: string;
  readonly text: string;
  /** Without fenced and indented blocks, where Markdown has no links. */
  readonly prose: string;
}

/** What is in a checkout but not of it. */
const notOurs = /^(\.git|node_modules|dist|coverage|out(-\w+)?)$/;

/** The files of the checkout, relative to it. */
export const files: readonly string[] = filesIn("");

function filesIn(folder: string): string[] {
  return readdirSync(join(checkout, folder), { withFileTypes: true }).flatMap((entry) => {
    if (notOurs.test(entry.name)) return [];
    const path = folder + entry.name;
    return entry.isDirectory() ? filesIn(`${path}/`) : [path];
  });
}

export const pages: readonly Page[] = files
  .filter((path) => path.endsWith(".md"))
  .map((path) => {
    const text = readFileSync(join(checkout, path), "utf8");
    return { path, text, prose: text.replace(/^```[^]*?^```$/gm, "").replace(/^ {4}.*$/gm, "") };
  });

/** The targets of a page's links that lead to no other site. */
export function relativeLinks({ prose }: Page): string[] {
  return [...prose.matchAll(/\]\(([^()\s]+)\)/g)]
    .map(([, target = ""]) => target)
    .filter((target) => !/^[a-z]+:/.test(target));
}

/** The anchors of a page, as GitHub makes them of its headings. */
export function anchorsOf({ prose }: Page): string[] {
  return [...prose.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{Letter}\p{Number} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

/** The texts of a page that are in the font of code, each within one line. */
export function codeOf({ prose }: Page): string[] {
  return [...prose.matchAll(/`([^`\n]+)`/g)].map(([, code = ""]) => code);
}
