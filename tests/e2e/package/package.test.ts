import { execFileSync } from "node:child_process";
import {
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import {
  type SampleMarketServer,
  serveSampleMarket,
} from "../../../pipelines/sample_market/serve_sample_market";
import { tables } from "../../../schemas/tables";
import { makePackage } from "../../support/packed";
import { runProgram } from "../../support/run_program";
import { temporaryFolder } from "../../support/temporary_folder";

const folder = temporaryFolder();
const date = "2026-01-02";
let market: SampleMarketServer;
let pack: ReturnType<typeof makePackage>;
/** An empty folder with the package installed. */
let installed: string;

beforeAll(async () => {
  market = await serveSampleMarket({ coins: 300, date });
  pack = makePackage(folder());
  installed = emptyFolder("installed");
  writeFileSync(join(installed, "package.json"), "{}\n");
  await npm(installed, "install", pack.file);
}, 900_000);
afterAll(() => market.close());

const marketOptions = () => [`--source=${market.url}`, `--snapshotDate=${date}`];

it("holds the compiled program, its SQL, recipe and licence, the bundled packages, and nothing else", () => {
  const own = pack.paths.filter((path) => !path.startsWith("node_modules/"));
  const expected =
    /^(package\.json|README\.md|LICENSE|docs\/daily\.md|bin\/[\w-]+\.js|dist\/(pipelines|schemas)\/[\w/]+\.js|dist\/dashboard\/dashboard\.html|sql\/(views|queries|checks|dashboard|generated)\/[\w/]+\.sql)$/;
  expect(own.filter((path) => !expected.test(path))).toEqual([]);
  expect(own).toContain("docs/daily.md");
  const packages = new Set(
    pack.paths.flatMap((path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? []),
  );
  expect([...packages]).toEqual(expect.arrayContaining(["apache-beam", "@google-cloud/storage"]));
  // What belongs to a platform comes from the registry.
  expect([...packages].filter((name) => name.includes("duckdb"))).toEqual([]);
  expect(statSync(pack.file).size).toBeLessThan(8_000_000);
  expect(pack.printed).toMatch(/^installed +1\d\d\.\d MB, \d+ packages at the top$/m);
});

it("installs the overridden packages, and none for development", async () => {
  await expectOverriddenTree();
  const megabytes = sizeOf(join(installed, "node_modules")) / 1e6;
  expect(megabytes).toBeLessThan(180);
});

it("keeps them when a further package is installed", async () => {
  await npm(installed, "install", "is-odd@3.0.1");
  await expectOverriddenTree();
});

it("has no known weakness of a high or critical degree", async () => {
  const { stdout } = await runProgram("npm", ["audit", "--omit=dev", "--json"], { cwd: installed });
  const { metadata } = JSON.parse(stdout) as {
    metadata?: { vulnerabilities: { high: number; critical: number } };
  };
  if (metadata === undefined) process.stderr.write("The registry answers no audits.\n");
  expect(metadata?.vulnerabilities ?? {}).toMatchObject(metadata ? { high: 0, critical: 0 } : {});
});

it("runs by npx in an empty folder", async () => {
  const cwd = emptyFolder("npx");
  const args = ["--yes", `--package=${pack.file}`, "crypto-pipelines", ...marketOptions()];
  const ran = await runProgram("npx", args, { cwd, env: { npm_config_cache: npmCache() } });
  expect(ran).toMatchObject({ code: 0 });
  expectMarket(join(cwd, "out"));
});

it("runs as a global installation, the sample market and the other programs too", async () => {
  const prefix = emptyFolder("global");
  await npm(prefix, "install", "--global", `--prefix=${prefix}`, pack.file);
  const run = (bin: string, ...args: string[]) =>
    runProgram(join(prefix, "bin", bin), args, { cwd: prefix });
  expect(await run("crypto-pipelines", ...marketOptions(), "--output=real")).toMatchObject({
    code: 0,
  });
  expectMarket(join(prefix, "real"));
  const sample = await run("crypto-pipelines", "--source=sample:60", "--output=sample");
  expect(sample).toMatchObject({ code: 0 });
  expect(readdirSync(join(prefix, "sample", "dimensions")).sort()).toEqual(dimensions);
  expect(await run("crypto-worker")).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("A Beam worker is started by a runner") as string,
  });
  expect((await run("crypto-template")).code).toBe(2);
});

/** npm itself fails where a version does not fit what a package asks for. */
async function expectOverriddenTree(): Promise<void> {
  const tree = await npm(installed, "ls", "--all", "--json");
  const found = packagesOf(JSON.parse(tree) as Tree);
  expect(found.get("crypto-pipelines")).toEqual(["0.1.0"]);
  expect(new Set(found.get("apache-beam"))).toEqual(new Set(["2.49.0"]));
  // The name of an overridden package stays, with an empty one in its place.
  for (const name of ["@google-cloud/pubsub", "@protobuf-ts/plugin", "ttypescript", "whatwg-url"]) {
    expect([name, new Set(found.get(name))]).toEqual([name, new Set(["1.0.0"])]);
  }
  for (const name of ["typescript", "jest", "eslint"]) {
    expect([name, found.get(name)]).toEqual([name, undefined]);
  }
  const majors = (name: string) =>
    new Set(found.get(name)?.map((version) => Number.parseInt(version)));
  expect(majors("protobufjs")).toEqual(new Set([7]));
  expect(majors("uuid")).toEqual(new Set([11]));
}

function emptyFolder(name: string): string {
  const path = join(folder(), name);
  mkdirSync(path);
  return path;
}

/** npx keeps its installations in the cache: here in one that goes with the tests, its downloads shared. */
function npmCache(): string {
  const cache = emptyFolder("npm-cache");
  const shared = execFileSync("npm", ["config", "get", "cache"], { encoding: "utf8" }).trim();
  symlinkSync(join(shared || join(homedir(), ".npm"), "_cacache"), join(cache, "_cacache"));
  return cache;
}

async function npm(cwd: string, ...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await runProgram("npm", [...args, "--no-fund", "--no-audit"], {
    cwd,
  });
  if (code !== 0) throw new Error(`npm ${args.join(" ")} failed: ${stdout}${stderr}`);
  return stdout;
}

const dimensions = tables
  .flatMap(({ csv = "" }) => /^dimensions\/(.*)$/.exec(csv)?.[1] ?? [])
  .sort();

/** Every coin of the market is in the CSV of the day; the other files and the warehouse are there. */
function expectMarket(output: string): void {
  const lines = readFileSync(join(output, `daily_snapshots/crypto_${date}.csv`), "utf8").split(
    "\n",
  );
  expect(lines[0]).toMatch(/^snapshot_date,asset_id,vs_currency,/);
  expect(lines.length).toBeGreaterThan(290);
  expect(readdirSync(join(output, "dimensions")).sort()).toEqual(dimensions);
  expect(statSync(join(output, "warehouse.duckdb")).size).toBeGreaterThan(0);
}

interface Tree {
  readonly dependencies?: Readonly<Record<string, Tree & { readonly version?: string }>>;
}

/** The versions of each package in a tree. */
function packagesOf(tree: Tree, found = new Map<string, string[]>()): Map<string, string[]> {
  for (const [name, one] of Object.entries(tree.dependencies ?? {})) {
    if (one.version !== undefined) found.set(name, [...(found.get(name) ?? []), one.version]);
    packagesOf(one, found);
  }
  return found;
}

function sizeOf(path: string): number {
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}
