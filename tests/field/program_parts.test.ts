import { join } from "node:path";
import { runCli } from "../support/run_cli";
import { temporaryFolder } from "../support/temporary_folder";
import { writeFileSync } from "node:fs";

const folder = temporaryFolder();

/** Preloaded: a package is not there, or can't be opened by this system's libc. */
function without(name: string, code: string, message: string): Record<string, string> {
  const file = join(folder(), `${code}.cjs`);
  writeFileSync(
    file,
    `const Module = require("node:module");
     const load = Module._load;
     Module._load = function (request, ...more) {
       if (request.includes(${JSON.stringify(name)})) {
         throw Object.assign(new Error(${JSON.stringify(message)}), { code: ${JSON.stringify(code)} });
       }
       return load.call(this, request, ...more);
     };`,
  );
  return { NODE_OPTIONS: `--require=${file}` };
}

const run = (env: Record<string, string>, ...args: string[]) =>
  runCli(["date-dim", `--output=${join(folder(), "out")}`, "--endDate=2020-01-31", ...args], {
    env,
  });

const missing =
  "Cannot find module '@duckdb/node-bindings-linux-x64/duckdb.node'\nRequire stack:\n- x";
const otherLibc = "libc.musl-x86_64.so.1: cannot open shared object file: No such file";

it.each([
  ["is not installed", "MODULE_NOT_FOUND", missing],
  ["is built for another libc", "ERR_DLOPEN_FAILED", otherLibc],
])("DuckDB's library that %s is one line with the cure", async (_, code, message) => {
  const { code: exit, errors } = await run(without("node-bindings-", code, message));
  expect(exit).toBe(1);
  expect(errors).toHaveLength(1);
  expect(errors[0]).toContain(`can't be loaded on ${process.platform}-${process.arch}`);
  expect(errors[0]).toContain(message.split("\n")[0]);
  expect(errors[0]).toMatch(/Install it again .*npm ci.* Without DuckDB: --warehouse=none\.$/);
});

it("a run without a warehouse needs no DuckDB", async () => {
  const env = without("node-bindings-", "MODULE_NOT_FOUND", missing);
  expect((await run(env, "--warehouse=none")).code).toBe(0);
});

it("any other part that is not installed is one line with the cure", async () => {
  const env = without("apache-beam", "MODULE_NOT_FOUND", "Cannot find module 'apache-beam'");
  const { code, errors } = await run(env, "--warehouse=none");
  expect(code).toBe(1);
  expect(errors).toHaveLength(1);
  expect(errors[0]).toMatch(
    /part of the program can't be loaded .*'apache-beam'\. Install it again/,
  );
});
