import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Writes the overrides of a package into the manifests of the packages that it has installed, so that
 * these ask for what is there: npm would else add the original packages at the next installation.
 * @returns the packages whose manifest has changed, as `name@version`
 */
export function applyOverrides(folder, { overrides, dependencies }) {
  const changed = [];
  for (const path of manifests(join(folder, "node_modules"))) {
    const manifest = JSON.parse(readFileSync(path, "utf8"));
    const changes = Object.entries({ ...overrides, ...overrides[manifest.name] })
      .filter(([name, spec]) => typeof spec === "string" && name in (manifest.dependencies ?? {}))
      .map(([name, spec]) => [name, spec.startsWith("$") ? dependencies[spec.slice(1)] : spec]);
    if (changes.length === 0) continue;
    Object.assign(manifest.dependencies, Object.fromEntries(changes));
    // The licence of the SDK asks for this.
    const names = changes.map(([name]) => name).join(", ");
    manifest["//"] = `Changed by crypto-pipelines: the versions of ${names}.`;
    writeFileSync(path, `${JSON.stringify(manifest, null, 2)}\n`);
    changed.push(`${manifest.name}@${manifest.version}`);
  }
  return changed;
}

/** The package.json of every package in a node_modules folder, those inside packages too. */
function manifests(packages) {
  return readdirSync(packages, { recursive: true })
    .filter((path) =>
      /(^|[\\/]node_modules[\\/])(@[^\\/]+[\\/])?[^\\/]+[\\/]package\.json$/.test(path),
    )
    .map((path) => join(packages, path));
}
