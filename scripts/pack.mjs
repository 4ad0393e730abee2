// Makes the npm package, and prints what it weighs when it is installed into an empty folder:
//   npm run pack [-- FOLDER]
// npm applies `overrides` to a checkout only, never to an installed package: so the dependencies whose
// trees they change are bundled. docs/decisions.md compares this with the other ways.
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { applyOverrides } from "./pack/apply_overrides.mjs";
import { installedSizes } from "./pack/installed_sizes.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const target = resolve(process.argv[2] ?? ".");

run(process.execPath, root, join(root, "scripts", "prepare.mjs"));
const folder = mkdtempSync(join(tmpdir(), "crypto-pipelines-pack-"));
try {
  const staged = stage(join(folder, "package"));
  const [packed] = JSON.parse(npm(staged, "pack", "--json", `--pack-destination=${target}`));
  const { filename, size, entryCount } = packed;
  console.log(`${filename}  ${megabytes(size)}, ${entryCount} files`);

  const user = join(folder, "user");
  mkdirSync(user);
  writeFileSync(join(user, "package.json"), "{}\n");
  npm(user, "install", join(target, filename));
  const sizes = installedSizes(join(user, "node_modules"));
  const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
  console.log(`installed  ${megabytes(total)}, ${sizes.length} packages at the top`);
  for (const { name, bytes } of sizes.slice(0, 8)) console.log(`  ${megabytes(bytes)}  ${name}`);
} finally {
  rmSync(folder, { recursive: true });
}

/** A copy of what belongs to the package, with the production packages of the lockfile. */
function stage(copy) {
  const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  // All that `files` selects from; and what npm ci reads.
  const names = ["README.md", "LICENSE", "bin", "sql", "package.json", "package-lock.json"];
  for (const name of [
    ...names,
    ".npmrc",
    join("dist", "pipelines"),
    join("dist", "schemas"),
    join("dist", "dashboard", "dashboard.html"),
    join("docs", "daily.md"),
  ]) {
    cpSync(join(root, name), join(copy, name), { recursive: true });
  }
  npm(copy, "ci", "--omit=dev", "--omit=optional", "--ignore-scripts", "--min-release-age=0");
  const changed = applyOverrides(copy, manifest);
  // The dependencies that lead to a package with other versions than it asks for.
  const { dependencies } = JSON.parse(npm(copy, "ls", "--json", "--omit=dev", ...changed));
  const { scripts: _, devDependencies: __, overrides: ___, ...published } = manifest;
  writeFileSync(
    join(copy, "package.json"),
    `${JSON.stringify({ ...published, bundleDependencies: Object.keys(dependencies) }, null, 2)}\n`,
  );
  return copy;
}

function npm(cwd, ...args) {
  return run("npm", cwd, ...args, "--no-fund", "--no-audit", "--loglevel=error");
}

function run(command, cwd, ...args) {
  const { status, stdout, error } = spawnSync(command, args, {
    cwd,
    encoding: "utf8",
    // npm lists thousands of files.
    maxBuffer: 2 ** 26,
    stdio: ["ignore", "pipe", "inherit"],
    shell: process.platform === "win32" && command === "npm",
  });
  if (status === 0) return stdout;
  console.error(error?.message ?? `${command} ${args.join(" ")} failed: see above.`);
  process.exit(1);
}

function megabytes(bytes) {
  return `${(bytes / 1e6).toFixed(1)} MB`.padStart(9);
}
