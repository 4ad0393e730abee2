import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";

const manifest = v.pipe(v.string(), v.parseJson(), v.object({ version: v.string() }));

/** The version of the installed package. */
export function programVersion(): string {
  const file = join(__dirname, "..", "..", "..", "package.json");
  return v.parse(manifest, readFileSync(file, "utf8")).version;
}
