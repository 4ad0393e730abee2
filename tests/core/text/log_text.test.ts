import { logText } from "../../../pipelines/core/text/log_text";

const time = "2026-01-02T12:00:00.000Z";

it.each([
  [
    { severity: "INFO", time, message: "Run started.", pipeline: "date-dim" },
    "Run started. pipeline=date-dim",
  ],
  [{ severity: "WARNING", time, message: "x.duckdb is open." }, "Warning: x.duckdb is open."],
  [
    {
      severity: "ERROR",
      time,
      message: "Lost.",
      err: { type: "Error", message: "why", stack: "…" },
    },
    "Error: Lost. err=why",
  ],
  [{ severity: "INFO", time, message: "Sum.", counts: { rows: 1 } }, 'Sum. counts={"rows":1}'],
  [{ severity: "DEBUG", time, n: 1 }, " n=1"],
])("%j", (line, text) => {
  expect(logText(`${JSON.stringify(line)}\n`)).toBe(`${text}\n`);
});
