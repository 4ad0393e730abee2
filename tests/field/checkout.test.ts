import { spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { delimiter, join } from "node:path";
import { checkout } from "../support/checkout";
import { temporaryFolder } from "../support/temporary_folder";

const folder = temporaryFolder();
let clone: string;

/** A checkout whose `npm`, compiler and bundler are stand-ins: they note that they ran, and install files. */
beforeEach(() => {
  clone = join(folder(), `clone-${process.hrtime.bigint()}`);
  mkdirSync(join(clone, "scripts"), { recursive: true });
  cpSync(join(checkout, "scripts/prepare.mjs"), join(clone, "scripts/prepare.mjs"));
  for (const name of ["package-lock.json", "package.json", "tsconfig.json", ".npmrc"]) {
    cpSync(join(checkout, name), join(clone, name));
  }
  writeFileSync(join(clone, "scripts/build_dashboard.mjs"), "");
  mkdirSync(join(clone, "bin"));
  const npm = `#!/bin/sh
    echo "npm $*" >> calls
    rm -rf node_modules
    mkdir -p node_modules
    [ -n "$INTERRUPTED" ] && kill -9 $PPID && exit 1
    for name in typescript esbuild jest apache-beam @duckdb/node-api; do
      mkdir -p node_modules/$name && echo "{}" > node_modules/$name/package.json
    done
    mkdir -p node_modules/typescript/bin dist/dashboard
    echo "" > node_modules/typescript/bin/tsc
  `;
  writeFileSync(join(clone, "bin/npm"), npm);
  chmodSync(join(clone, "bin/npm"), 0o755);
});

function prepare(env: Readonly<Record<string, string>> = {}) {
  const path = `${join(clone, "bin")}${delimiter}${process.env.PATH ?? ""}`;
  return spawnSync(process.execPath, ["scripts/prepare.mjs"], {
    cwd: clone,
    env: { ...process.env, PATH: path, ...env },
  });
}

const installs = () =>
  readFileSync(join(clone, "calls"), "utf8")
    .split("\n")
    .filter((line) => line !== "");

it("is installed once, with the development packages, under NODE_ENV=production too", () => {
  expect(prepare({ NODE_ENV: "production", npm_config_omit: "dev" }).status).toBe(0);
  expect(prepare({ NODE_ENV: "production" }).status).toBe(0);
  expect(prepare().status).toBe(0);
  expect(installs()).toHaveLength(1);
  expect(installs()[0]).toMatch(/^npm ci --include=dev --include=optional /);
});

it("whose install was interrupted is installed again", () => {
  expect(prepare().status).toBe(0);
  writeFileSync(join(clone, "package-lock.json"), "{}");
  expect(prepare({ INTERRUPTED: "1" }).signal).toBe("SIGKILL");
  expect(existsSync(join(clone, "node_modules/typescript"))).toBe(false);
  cpSync(join(checkout, "package-lock.json"), join(clone, "package-lock.json"));
  expect(prepare().status).toBe(0);
  expect(existsSync(join(clone, "node_modules/typescript/package.json"))).toBe(true);
});

it("that lost its development packages is installed again", () => {
  expect(prepare().status).toBe(0);
  rmSync(join(clone, "node_modules/typescript"), { recursive: true });
  expect(prepare().status).toBe(0);
  expect(installs()).toHaveLength(2);
});

it("that was installed for another Node is installed again", () => {
  expect(prepare().status).toBe(0);
  const stamp = join(clone, "node_modules/.prepared");
  const [major = ""] = process.versions.node.split(".");
  const other = readFileSync(stamp, "utf8").replace(`Node ${major}`, "Node 18");
  expect(other).toContain("Node 18");
  writeFileSync(stamp, other);
  expect(prepare().status).toBe(0);
  expect(installs()).toHaveLength(2);
});
