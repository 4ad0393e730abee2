import { UsageError } from "../../pipelines/options/usage_error";
import { planHistory, todayOf } from "../../pipelines/run/history_range";
import { countDays } from "../../pipelines/core/day";

const today = "2026-03-01";
const unpaid = { plan: "demo" } as const;
const paid = { plan: "pro" } as const;

describe("the days of a history", () => {
  it("are by default those up to yesterday that the plan allows", () => {
    expect(planHistory({}, unpaid, today)).toMatchObject({
      first: "2025-03-02",
      last: "2026-02-28",
    });
    expect(planHistory({}, paid, today)).toMatchObject({ first: "2025-03-01", last: "2026-02-28" });
  });

  it("are those that are asked for, today's too", () => {
    const options = { startDate: "2026-02-27", endDate: today };
    expect(planHistory(options, unpaid, today)).toMatchObject({ first: "2026-02-27", last: today });
  });

  it("are a year up to the given end", () => {
    const { first, last } = planHistory({ endDate: "2020-12-31" }, paid, today);
    expect([first, last]).toEqual(["2020-01-02", "2020-12-31"]);
  });

  it.each([
    [{ endDate: "2026-03-02" }, /--endDate=2026-03-02 is in the future.*up to 2026-03-01/],
    [{ startDate: "2026-03-01" }, /--startDate=2026-03-01 is after --endDate=2026-02-28: swap/],
    [
      { startDate: "1999-01-01" },
      /\(9,921 days\) begins before CoinGecko's.*--startDate=2013-01-01/,
    ],
  ])("are refused: %j", (options, reason) => {
    expect(() => planHistory(options, paid, today)).toThrow(UsageError);
    expect(() => planHistory(options, paid, today)).toThrow(reason);
  });

  it("are counted from now where the source knows only now", () => {
    const started = "2026-03-01T12:00:00.000Z";
    expect(todayOf({ knowsOnlyNow: true }, "2026-01-05", started)).toBe(today);
    expect(todayOf({ knowsOnlyNow: false }, "2026-01-05", started)).toBe("2026-01-05");
    expect(todayOf({ knowsOnlyNow: false }, undefined, started)).toBe(today);
  });
});

describe("the spans of a history", () => {
  const spansOf = (startDate: string, endDate: string, plan: typeof paid | typeof unpaid = paid) =>
    planHistory({ startDate, endDate }, plan, today).spans;

  it("have at most 365 days each, and together every day once", () => {
    expect(spansOf("2023-01-01", "2025-06-30").map(({ first, last }) => [first, last])).toEqual([
      ["2023-01-01", "2023-07-01"],
      ["2023-07-02", "2024-06-30"],
      ["2024-07-01", "2025-06-30"],
    ]);
  });

  it("ask for more days where few are wanted, since a short chart has no daily points", () => {
    const [span] = spansOf("2026-02-01", "2026-02-10", unpaid);
    expect(span).toMatchObject({ first: "2026-02-01", last: "2026-02-10" });
    expect(span?.asked).toEqual({ first: "2025-11-11", last: "2026-02-10" });
    expect(spansOf("2025-11-11", "2026-02-10")[0]?.asked).toEqual(span?.asked);
  });

  it("ask for later days where earlier ones are not allowed", () => {
    const [span] = spansOf("2025-03-05", "2025-03-06", unpaid);
    expect(span?.asked).toEqual({ first: "2025-03-02", last: "2025-06-01" });
    expect(countDays("2025-03-02", "2025-06-01")).toBe(92);
  });
});
