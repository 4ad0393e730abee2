import type { Notice, ProgressView } from "../../../pipelines/cli/display/run_progress";
import { statusLine } from "../../../pipelines/cli/display/status_line";
import { pages, viewOf } from "./views";

const host = "api.coingecko.com";
const pause: Notice = { kind: "pause", host, seconds: 42.1 };
const retry: Notice = { kind: "retry", host, reason: "no answer", attempt: 2, attempts: 6 };
const waiting: Notice = { kind: "waiting", host, seconds: 7.9 };

it.each<[columns: number, view: Partial<ProgressView>, line: string]>([
  [
    200,
    {},
    "8 min left  market-snapshot  pages 31/71  █████████████████░░░░░░░░░░░░░░░░░░░░░░░  7,750 coins  33/300 calls  9.8/min",
  ],
  [80, {}, "8 min left  market-snapshot  pages 31/71  7,750 coins  33/300 calls  9.8/min"],
  [40, {}, "8 min left  pages 31/71  33/300 calls"],
  [24, {}, "8 min left  pages 31/71"],
  [12, {}, "8 min left"],
  [
    80,
    { notice: pause },
    "8 min left  CoinGecko asks to wait: 43 s (429)  pages 31/71  33/300 calls",
  ],
  [40, { notice: pause }, "8 min left  asked to wait: 43 s (429)"],
  [
    80,
    { notice: retry },
    "8 min left  no answer from api.coingecko.com: trying again (2 of 6)  9.8/min",
  ],
  [60, { notice: retry }, "8 min left  no answer: trying again (2 of 6)  pages 31/71"],
  [40, { notice: retry }, "8 min left  trying again (2 of 6)"],
  [40, { notice: waiting }, "8 min left  waiting for an answer: 7 s"],
  [
    80,
    { notice: { ...retry, reason: "no connection" } },
    "8 min left  no connection to api.coingecko.com: trying again (2 of 6)  9.8/min",
  ],
  [80, { stage: null, calls: 0 }, "8 min left  market-snapshot  0/300 calls  9.8/min"],
  [
    80,
    { secondsLeft: null, pipeline: "date-dim", stage: null, calls: null, callsPerMinute: null },
    "date-dim",
  ],
  [
    40,
    { secondsLeft: 0, stage: { ...pages, stage: "rows" } },
    "finishing  writing 71 rows  9.8/min",
  ],
  [40, { secondsLeft: 7_500 }, "2 h 5 min left  pages 31/71  9.8/min"],
  [40, { secondsLeft: 12.2 }, "13 s left  pages 31/71  33/300 calls"],
])("at %d columns %j", (columns, view, line) => {
  expect(statusLine(viewOf(view), columns)).toBe(line);
});

it("never takes the last column, at any width", () => {
  for (const notice of [null, pause, retry, waiting]) {
    for (let columns = 1; columns <= 250; columns++) {
      expect(statusLine(viewOf({ notice }), columns).length).toBeLessThan(columns);
    }
  }
});
