import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/** How many bytes each package in a node_modules folder has, what it holds itself included; the largest first. */
export function installedSizes(packages) {
  return readdirSync(packages)
    .filter((name) => !name.startsWith("."))
    .flatMap((name) =>
      name.startsWith("@")
        ? readdirSync(join(packages, name)).map((inner) => `${name}/${inner}`)
        : [name],
    )
    .map((name) => ({ name, bytes: sizeOf(join(packages, name)) }))
    .sort((a, b) => b.bytes - a.bytes);
}

function sizeOf(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}
