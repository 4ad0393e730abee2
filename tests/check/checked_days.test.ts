import { checkedDays } from "../../pipelines/check/checked_days";

describe("the days of --snapshotDate", () => {
  it.each([
    ["2026-01-02", ["2026-01-02"]],
    ["2026-02-27..2026-03-01", ["2026-02-27", "2026-02-28", "2026-03-01"]],
    ["2026-01-03, 2026-01-02,2026-01-03", ["2026-01-02", "2026-01-03"]],
    ["2026-01-05,2026-01-01..2026-01-02", ["2026-01-01", "2026-01-02", "2026-01-05"]],
  ])("%s", (text, days) => {
    expect(checkedDays(text)).toEqual(days);
  });

  it.each([
    ["2026-02-30", "expected a date, YYYY-MM-DD, or FROM..TO"],
    ["", "expected a date, YYYY-MM-DD, or FROM..TO"],
    ["2026-01-01..2026-01-02..2026-01-03", "expected a date, YYYY-MM-DD, or FROM..TO"],
    ["2026-01-03..2026-01-02", "2026-01-03 is after 2026-01-02"],
    ["0001-01-01..9999-12-31", "more than 3660 days"],
  ])("%s is refused", (text, reason) => {
    expect(() => checkedDays(text)).toThrow(`--snapshotDate=${text}: ${reason}.`);
  });
});
