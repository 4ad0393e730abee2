import { serveSampleMarket } from "../../../pipelines/sample_market/serve_sample_market";
import { RateLimit } from "../../../pipelines/sample_market/server/rate_limit";
import { ask } from "../ask";

const market = { coins: 10, date: "2026-01-02" };

describe("RateLimit", () => {
  it("accepts the limit in any 60 seconds, and returns the wait for the next request", () => {
    const limit = new RateLimit(3);
    expect([0, 10_000, 50_000].map((now) => limit.acquire(now))).toEqual([0, 0, 0]);
    expect(limit.acquire(59_000)).toBe(1000);
    expect(limit.acquire(60_000)).toBe(0);
    expect(limit.acquire(60_001)).toBe(9999);
    expect(limit.acquire(70_000)).toBe(0);
    expect(limit.acquire(70_000)).toBe(40_000);
  });
});

describe("a market with a rate limit", () => {
  it("answers 429 with retry-after, and logs the time of each request", async () => {
    const server = await serveSampleMarket({ ...market, requestsPerMinute: 3 });
    const answers = [];
    for (let n = 0; n < 5; n++) answers.push(await ask(`${server.url}/ping`));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 429, 429]);
    const refused = answers[3];
    expect(refused?.text).toMatch(/^{"status":{"error_code":429,"error_message":"You've exceeded/);
    const wait = Number(refused?.headers.get("retry-after"));
    expect(wait).toBeGreaterThan(50);
    expect(wait).toBeLessThanOrEqual(60);
    const arrivals = server.requests.map(({ arrivedAt }) => arrivedAt);
    expect(arrivals).toHaveLength(5);
    expect([...arrivals].sort((a, b) => a - b)).toEqual(arrivals);
    expect(server.requests.map(({ status }) => status)).toEqual([200, 200, 200, 429, 429]);
    await server.close();
  });
});

describe("a market with a key", () => {
  it("accepts the key in its plan's header or query, and explains any other request's error", async () => {
    const apiKey = { header: "x-cg-pro-api-key", value: "right" } as const;
    const server = await serveSampleMarket({ ...market, apiKey });
    const status = async (headers: Record<string, string>) => {
      const { status, text } = await ask(`${server.url}/ping`, headers);
      return `${status} ${/"error_code":(\d+)/.exec(text)?.[1] ?? ""}`;
    };
    expect(await status({ "x-cg-pro-api-key": "right" })).toBe("200 ");
    expect((await ask(`${server.url}/ping?x_cg_pro_api_key=right`)).status).toBe(200);
    expect(await status({ "x-cg-pro-api-key": "wrong" })).toBe("401 10002");
    expect(await status({})).toBe("401 10002");
    expect(await status({ "x-cg-demo-api-key": "right" })).toBe("400 10011");
    await server.close();
  });

  it("serves history beyond 365 days to the pro plan only", async () => {
    const days = "market_chart?vs_currency=usd&days=400";
    const open = await serveSampleMarket(market);
    const list = JSON.parse((await ask(`${open.url}/coins/list`)).text) as [{ id: string }];
    const path = `/coins/${list[0].id}`;
    const refused = await ask(`${open.url}${path}/${days}`);
    expect(refused.status).toBe(401);
    expect(JSON.parse(refused.text)).toHaveProperty(["error", "status", "error_code"], 10012);
    expect((await ask(`${open.url}${path}/history?date=01-12-2024`)).status).toBe(401);
    expect((await ask(`${open.url}${path}/history?date=03-01-2025`)).status).toBe(200);
    await open.close();

    const apiKey = { header: "x-cg-pro-api-key", value: "k" } as const;
    const pro = await serveSampleMarket({ ...market, apiKey });
    const key = { [apiKey.header]: apiKey.value };
    expect((await ask(`${pro.url}${path}/${days}`, key)).status).toBe(200);
    expect((await ask(`${pro.url}${path}/history?date=01-12-2020`, key)).status).toBe(200);
    await pro.close();
  });
});
