import { json } from "../../coingecko/scripted_server";
import { apiRequests, key } from "../../support/network/api_requests";
import { reportIn } from "../../support/output_files";
import { runCli } from "../../support/run_cli";
import { serveMarket } from "../../transforms/market/market_server";

const { newFolder } = apiRequests();

describe("On a paid plan, the credits that are left", () => {
  /** A run with a key of plan pro against a market whose `/key` answers so. */
  async function run(left: unknown, output = newFolder(), ...argv: string[]) {
    const answer =
      left === null
        ? json({ error: "not found" }, 404)
        : json({ plan: "Analyst", current_remaining_monthly_calls: left });
    const market = await serveMarket({ coins: 700, key: answer });
    const result = await runCli(
      [
        ...["market-snapshot", `--source=${market.url}`, "--plan=pro", `--output=${output}`],
        ...["--snapshotDate=2026-01-02", ...argv],
      ],
      { env: { COINGECKO_API_KEY: key } },
    );
    await market.close();
    const asked = market.asked.map(({ url }) => url.replace(/\?.*/, ""));
    return { ...result, asked, report: reportIn(output, "market-snapshot", "2026-01-02") };
  }

  it("are asked for once and told before the run", async () => {
    const { code, stdout, asked, report } = await run(7_400);
    expect(code).toBe(0);
    expect(stdout).toContain("about 78 calls; 7,400 credits are left");
    expect(asked.filter((path) => path === "/key")).toHaveLength(1);
    expect(asked[0]).toBe("/key");
    expect(report.counts.rows).toBe(700);
  });

  it("are compared with the calls that the run makes", async () => {
    const { code, stdout } = await run(3, newFolder(), "--coins=top:600", "--extras=none");
    expect(code).toBe(0);
    expect(stdout).toContain("about 3 calls; 3 credits are left");
  });

  it("refuse a run that they don't cover, unless it is forced", async () => {
    const refused = await run(74);
    expect(refused.code).toBe(1);
    expect(refused.errors.join()).toMatch(
      /The plan's credits don't cover the run: about 78 calls; 74 credits are left this month\. .*--force/,
    );
    expect(refused.asked).toEqual(["/key"]);
    expect(refused.report.state).toBe("FAILED");
    const forced = await run(74, newFolder(), "--force");
    expect(forced.code).toBe(0);
  });

  it.each([[null], ["many"], [-1]])(
    "don't matter where /key does not say them (%j)",
    async (left) => {
      const { code, stdout } = await run(left);
      expect(code).toBe(0);
      expect(stdout).not.toContain("credits");
    },
  );
});
