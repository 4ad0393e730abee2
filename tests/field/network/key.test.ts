import { json } from "../../coingecko/scripted_server";
import { apiRequests, coins } from "../../support/network/api_requests";

const { ask } = apiRequests();

describe("A key that no header can carry", () => {
  it.each([
    ["CG-1234\u200b5678", 8, "U\\+200B"],
    ["CG-12\n34", 6, "U\\+000A"],
    ["“CG-1234”", 1, "U\\+201C"],
  ])("is refused before any call: %j", async (bad, place, code) => {
    for (const [secret, holder] of [
      [{}, "The variable COINGECKO_API_KEY"],
      [
        { apiKeySecret: "projects/p/secrets/s/versions/1" },
        "The secret projects/p/secrets/s/versions/1",
      ],
    ] as const) {
      const { message, use } = await ask([json(coins)], secret, bad);
      expect(message).toMatch(
        new RegExp(`^${holder} has a key .*character ${place} of ${bad.length} is ${code}\\.`),
      );
      expect(message).not.toContain("CG-");
      expect(use.requests).toBe(0);
    }
  });

  it("does not matter where no key is sent", async () => {
    const { answer } = await ask([json(coins)], { plan: "public" }, "CG-\u200b");
    expect(answer).toMatchObject({ body: coins });
  });
});
