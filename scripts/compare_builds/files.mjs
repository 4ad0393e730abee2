import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { firstDifference, withoutVolatile } from "./differences.mjs";

/** The differences of all files below two outputs but their warehouses, and how many files there are. */
export function compareFiles({ old, new: changed }) {
  const differences = [];
  const paths = [...new Set([...filesBelow(old), ...filesBelow(changed)])].sort();
  for (const path of paths.filter((one) => one !== "warehouse.duckdb")) {
    const [before, after] = [old, changed].map((output) => contentOf(join(output, path), path));
    if (before !== after) differences.push(`${path}: ${firstDifference(before, after)}`);
  }
  return { differences, files: paths.length };
}

function filesBelow(output) {
  return readdirSync(output, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(output, join(entry.parentPath, entry.name)));
}

/** A file's bytes; a run report without its volatile fields. Undefined for a file that is not there. */
function contentOf(file, path) {
  if (!existsSync(file)) return undefined;
  if (!path.startsWith("runs/")) return readFileSync(file, "latin1");
  return JSON.stringify(JSON.parse(readFileSync(file, "utf8"), withoutVolatile), null, 1);
}
