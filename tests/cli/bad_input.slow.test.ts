import { mkdirSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { serveSampleMarket } from "../../pipelines/sample_market/serve_sample_market";
import { filesBelow, reportIn } from "../support/output_files";
import { CountingProxy } from "../support/counting_proxy";
import { runCli, startCli } from "../support/run_cli";
import { temporaryFolder } from "../support/temporary_folder";

const folder = temporaryFolder();

/** Expects an error of one line that names all of `words`, and the exit code. */
async function expectRefusal(
  code: number,
  words: readonly string[],
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<void> {
  const result = await runCli(args, { env, cwd: folder() });
  expect(result.errors).toHaveLength(1);
  for (const word of words) expect(result.errors[0]).toContain(word);
  expect(result.stderr).not.toMatch(/^\s+at /m);
  expect(result.code).toBe(code);
}

describe("the command line is wrong: exit code 2", () => {
  it.each([
    [["--sorce=sample"], ["--sorce", "--source"]],
    [["market-snapsot"], ["market-snapsot", "market-snapshot"]],
    [["--snapshot-date=2026-02-30"], ["snapshotDate", "no such day"]],
    [["--coins=top:0"], ["coins", "top:N"]],
    [["--source=ftp://example.com"], ["source", "base URL"]],
    [
      ["--start-date=2026-02-01", "--end-date=2026-01-01"],
      ["startDate", "endDate"],
    ],
    [["--max-rejects=many"], ["maxRejects", "1%"]],
  ])("%j", async (args, words) => {
    await expectRefusal(2, words, args);
    expect(filesBelow(folder())).toEqual([]);
  });
});

describe("the run can't be done: exit code 1", () => {
  it("without a key for a plan that needs one", async () => {
    const args = ["market-snapshot", "--source=demo", `--output=${join(folder(), "key")}`];
    await expectRefusal(1, ["demo", "x-cg-demo-api-key", "COINGECKO_API_KEY"], args);
  });

  it("with a key that is refused, which is never shown", async () => {
    const answer = JSON.stringify({
      status: { error_code: 10002, error_message: "API Key Missing or wrong: CG-very-secret" },
    });
    const api = await listen((_, response) => response.writeHead(401).end(answer));
    const output = join(folder(), "refused");
    const args = ["market-snapshot", "--plan=demo", `--source=${api.url}`, `--output=${output}`];
    const env = { COINGECKO_API_KEY: "CG-very-secret" };
    await expectRefusal(1, ["demo", "x-cg-demo-api-key", "10002"], args, env);
    const { stderr, stdout } = await runCli([...args, "--verbose"], { env });
    expect(stderr + stdout).not.toContain("CG-very-secret");
    await api.close();
  });

  it("for a day that CoinGecko no longer knows", async () => {
    const args = ["market-snapshot", "--source=public", "--snapshot-date=2020-01-01"];
    const words = ["2020-01-01", "--source=sample"];
    await expectRefusal(1, words, [...args, `--output=${join(folder(), "past")}`]);
  });

  it("when nobody answers", async () => {
    const api = await listen((_, response) => response.end());
    await api.close();
    const args = ["market-snapshot", `--source=${api.url}`, `--output=${join(folder(), "gone")}`];
    await expectRefusal(1, ["can't be reached", "--source=sample"], args);
  });

  it.each([["/proc/none"], ["file-in-the-way/out"]])("into %s", async (output) => {
    writeFileSync(join(folder(), "file-in-the-way"), "");
    await expectRefusal(1, [output, "--output"], ["date-dim", `--output=${output}`]);
  });

  it("when another process uses the DuckDB file", async () => {
    const output = join(folder(), "locked");
    mkdirSync(output);
    const file = join(output, "warehouse.duckdb");
    const holder = await DuckDBInstance.create(file);
    await expectRefusal(1, [file, "process"], ["date-dim", `--output=${output}`]);
    holder.closeSync();
  });

  it("when every page is an object", async () => {
    const list = JSON.stringify([{ id: "a", symbol: "a", name: "A" }]);
    const api = await listen((request, response) =>
      response.end(request.url?.startsWith("/coins/list") ? list : '{"status":{"error_code":403}}'),
    );
    const args = ["market-snapshot", `--source=${api.url}`, `--output=${join(folder(), "object")}`];
    await expectRefusal(1, ["403", "/coins/markets"], args);
    await api.close();
  }, 90_000);
});

test("Ctrl-C stops at once, leaves nothing temporary, and the same command resumes it", async () => {
  const market = await serveSampleMarket({ coins: 3_000, date: "2026-01-02" });
  const proxy = await CountingProxy.start(market.url);
  const output = join(folder(), "interrupted");
  const args = [
    ...["market-snapshot", `--source=${proxy.url}`, "--snapshot-date=2026-01-02"],
    ...[`--output=${output}`, "--requests-per-minute=120"],
  ];
  const { child, ended } = startCli(args);
  await proxy.reached(3);
  child.kill("SIGINT");
  const { signal, errors } = await ended;
  expect(signal).toBe("SIGINT");
  expect(errors).toEqual([expect.stringContaining("Interrupted")]);
  expect(filesBelow(output).filter((path) => path.includes(".tmp"))).toEqual([]);
  const again = await runCli(args.slice(0, -1));
  expect(again.code).toBe(0);
  expect(reportIn(output, "market-snapshot", "2026-01-02").api.from_archive).toBeGreaterThan(0);
  proxy.close();
  await market.close();
});

test("a plan without its key is refused before the first pipeline runs", async () => {
  const output = join(folder(), "no-key");
  const args = ["--source=demo", `--output=${output}`];
  await expectRefusal(1, ["demo", "x-cg-demo-api-key", "COINGECKO_API_KEY"], args);
  expect(filesBelow(output).filter((path) => path.endsWith(".csv"))).toEqual([]);
});

async function listen(handler: Parameters<typeof createServer>[1] & object) {
  const server: Server = createServer(handler as never);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = () =>
    new Promise<void>((resolve) => {
      server.closeAllConnections();
      server.close(() => {
        resolve();
      });
    });
  return { url, close };
}
