import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { checkout } from "./checkout";

/**
 * Makes the npm package as `npm run pack` does.
 * @returns its path, the paths of the files inside, and what was printed
 */
export function makePackage(folder: string) {
  const printed = execFileSync("npm", ["run", "--silent", "pack", "--", folder], {
    cwd: checkout,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  const name = readdirSync(folder).find((entry) => entry.endsWith(".tgz")) ?? "";
  const file = join(folder, name);
  const listed = execFileSync("tar", ["-tzf", file], { encoding: "utf8", maxBuffer: 2 ** 24 });
  const paths = listed
    .split("\n")
    .filter((path) => path !== "")
    .map((path) => path.replace(/^package\//, ""));
  return { file, paths, printed };
}
