import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ask, askJson } from "./ask";
import { refusedMarket, startMarket } from "./market_command";

describe("the command market", () => {
  it("serves the requested market until Ctrl-C", async () => {
    const market = await startMarket(["--coins=30", "--date=2026-01-02", "--seed=5"]);
    expect(market.output).toMatch(
      /^A sample market of 30 coins on 2026-01-02 is at http:.*Ctrl-C\.\n$/,
    );
    expect(await askJson(`${market.url}/coins/list`)).toHaveLength(30);
    expect(await market.stop()).toBe(0);
  });

  it("injects faults and limits the rate as requested", async () => {
    const market = await startMarket([
      "--faults=serverError:1",
      "--coins=5",
      "--requests-per-minute=3",
    ]);
    const statuses = [];
    for (let n = 0; n < 4; n++) statuses.push((await ask(`${market.url}/ping`)).status);
    expect(statuses).toEqual([500, 500, 200, 429]);
    expect(await market.stop()).toBe(0);
  });

  it("replays a folder", async () => {
    const folder = mkdtempSync(join(tmpdir(), "market-"));
    writeFileSync(join(folder, "markets_2025-05-03.json"), '[{"id":"a","symbol":"b","name":"c"}]');
    const market = await startMarket([`--replay=${folder}`, "--date=2025-05-03"]);
    expect(market.output).toContain(folder);
    expect(await askJson(`${market.url}/coins/list`)).toEqual([
      { id: "a", symbol: "b", name: "c" },
    ]);
    expect(await market.stop()).toBe(0);
    rmSync(folder, { recursive: true });
  });

  it("reports invalid options in one line", async () => {
    const taken = await startMarket(["--coins=1"]);
    const port = new URL(taken.url).port;
    for (const [args, message] of [
      [["--faults=timeoutt:1"], /Unknown fault timeoutt\./],
      [["--faults=2"], /A share must be a number from 0 to 1/],
      [["--coins=many"], /whole number/],
      [["--date=2025-02-30"], /^2025-02-30 is not a valid day\. Give a day as YYYY-MM-DD\.\n$/],
      [["--replay=/no/such/folder"], /^Cannot read the folder \/no\/such\/folder\./],
      [[`--port=${port}`], /^Cannot listen on port \d+ \(EADDRINUSE\)\. Choose another/],
    ] as const) {
      const [output, code] = await refusedMarket(args);
      expect(output).toMatch(message);
      expect(output.trim().split("\n")).toHaveLength(1);
      expect(code).toBe(1);
    }
    await taken.stop();
  });
});
