// Makes a checkout ready to run: installs the packages when they are missing or out of date, and
// compiles what has changed. It uses nothing but Node, so it works on a fresh clone.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { createHash } from "node:crypto";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const doing = {
  install: "Installing packages ...",
  build: "Compiling ...",
  dashboard: "Building the dashboard ...",
};
const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 18)) {
  console.error(`Node ${process.versions.node} is too old: install Node 20.18 or newer.`);
  process.exit(1);
}

// Compiling and testing needs the development packages, whatever NODE_ENV or `npm config omit` say.
run(
  "install",
  join(root, "node_modules", ".prepared"),
  // Also whatever was installed for: native packages belong to a system and a version of Node.
  `npm ci --include=dev for ${process.platform}-${process.arch}, Node ${major}`,
  ["package-lock.json", "package.json", ".npmrc"],
  "npm",
  [
    ...["ci", "--include=dev", "--include=optional"],
    // For choosing versions; the lockfile has chosen already.
    "--min-release-age=0",
    ...["--no-fund", "--no-audit", "--loglevel=error"],
  ],
);
run(
  "build",
  join(root, "dist", ".prepared"),
  "tsc --build . dashboard",
  [
    "tsconfig.json",
    "package-lock.json",
    "dashboard",
    "pipelines",
    "schemas",
    "templates",
    "tests",
    "bench",
    "emulators",
    "scripts",
  ],
  process.execPath,
  [join("node_modules", "typescript", "bin", "tsc"), "--build", ".", "dashboard"],
);
run(
  "dashboard",
  join(root, "dist", "dashboard", ".prepared"),
  "esbuild",
  ["dashboard", "pipelines/dashboard", "package-lock.json", "scripts/build_dashboard.mjs"],
  process.execPath,
  [join("scripts", "build_dashboard.mjs")],
);

removeOrphans(join(root, "dist"));

/** The compiler leaves what it made of a source that is gone: a test would run on for ever. */
function removeOrphans(folder) {
  for (const path of files(folder)) {
    if (!/\.js(\.map)?$/.test(path)) continue;
    const source = path.slice(join(root, "dist").length).replace(/\.js(\.map)?$/, ".ts");
    if (!existsSync(join(root, source))) rmSync(path);
  }
}

/** Runs a command unless its stamp says that it has succeeded with these settings and inputs. */
function run(what, stamp, settings, inputs, command, args) {
  const state = `${settings}\n${fingerprint(inputs)}\n`;
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === state && isComplete(what)) return;
  // Until it has succeeded there is none: what is interrupted runs again.
  rmSync(stamp, { force: true });
  console.error(doing[what]);
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    stdio: ["ignore", 2, 2],
    shell: process.platform === "win32",
  });
  if (status !== 0) {
    console.error(error?.message ?? `${command} ${args.join(" ")} failed: see above.`);
    process.exit(1);
  }
  writeFileSync(stamp, state);
}

/** `npm prune`, or npm ci with other settings, takes packages away and leaves the stamp. */
function isComplete(what) {
  if (what !== "install") return true;
  return ["typescript", "esbuild", "jest", "apache-beam", "@duckdb/node-api"].every((name) =>
    existsSync(join(root, "node_modules", name, "package.json")),
  );
}

/** A hash over the files' names and contents. */
function fingerprint(inputs) {
  const hash = createHash("sha256");
  for (const path of inputs.flatMap((input) => [...files(join(root, input))]).sort()) {
    hash.update(path.slice(root.length)).update(readFileSync(path));
  }
  return hash.digest("hex");
}

function* files(path) {
  if (!existsSync(path)) return;
  if (statSync(path).isFile()) yield path;
  else
    for (const name of readdirSync(path))
      if (name !== "node_modules") yield* files(join(path, name));
}
