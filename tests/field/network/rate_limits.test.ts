import { json, type Reply } from "../../coingecko/scripted_server";
import { apiRequests, coins } from "../../support/network/api_requests";

const { ask } = apiRequests();

describe("A rate limit is one however it is said:", () => {
  const text = (body: string, status = 200): Reply => ({ status, body });
  const cloudflare =
    "<!DOCTYPE html><html><head><title>Access denied | api.coingecko.com used Cloudflare to restrict access</title></head><body>Error 1015 Ray ID: 8f</body></html>";

  it.each<[string, Reply]>([
    ["200 Throttled", text("Throttled")],
    ["200 Throttled as JSON text", json("Throttled")],
    ["200 Too many requests", text("Too Many Requests\n")],
    ["200 with a message", json({ message: "Too many requests" })],
    ["200 with an error", json({ error: "Throttled" })],
    ["200 error code: 1015", text("error code: 1015")],
    ["200 with Cloudflare's page", text(cloudflare)],
    ["403 with Cloudflare's page", text(cloudflare, 403)],
    ["200 with Cloudflare's challenge", text("<html><title>Just a moment...</title></html>")],
    ["429 with an HTML page", text("<html><title>Slow down</title></html>", 429)],
  ])("%s", async (_, reply) => {
    const { answer, use } = await ask([reply, json(coins)]);
    expect(answer).toMatchObject({ body: coins });
    expect(use).toMatchObject({ requests: 2, rate_limited: 1 });
  });

  it("an HTML page is shown by its title", async () => {
    const { message } = await ask([text(cloudflare)]);
    expect(message).toMatch(
      /an HTML page, "Access denied \| api\.coingecko\.com used Cloudflare to restrict access"; gave up/,
    );
    expect(message).not.toContain("<");
    const down =
      "<html><head><title>502 Bad Gateway &amp; more</title></head><body>x</body></html>";
    expect((await ask([text(down, 502)])).message).toContain(
      'answered 502: an HTML page, "502 Bad Gateway & more"',
    );
    expect((await ask([text("<html><body>Sign in</body></html>")])).message).toContain(
      "an HTML page without a title in place of JSON",
    );
  });

  it("Retry-After as a date is read against the answer's own date", async () => {
    const headers = {
      date: "Wed, 21 Oct 2026 07:28:00 GMT",
      "retry-after": "Wed, 21 Oct 2026 07:28:40 GMT",
    };
    const { waits } = await ask([{ status: 503, headers }, json(coins)]);
    expect(waits[0]).toBeGreaterThanOrEqual(40_000);
    expect(waits[0]).toBeLessThan(41_000);
  });
});
