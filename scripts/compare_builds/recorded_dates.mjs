import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

/** The days of the recorded market pages: lines of markets_*.jsonl.gz, and names of markets_*.json. */
export function recordedDates(recordings) {
  const dates = new Set();
  for (const name of readdirSync(recordings).filter((one) => one.startsWith("markets_"))) {
    if (name.endsWith(".jsonl.gz")) {
      const text = gunzipSync(readFileSync(join(recordings, name))).toString("utf8");
      for (const [, date] of text.matchAll(/^\{"fetched_at": ?"(\d{4}-\d\d-\d\d)/gm))
        dates.add(date);
    } else {
      const [date] = /\d{4}-\d\d-\d\d/.exec(name) ?? [];
      if (date !== undefined) dates.add(date);
    }
  }
  return [...dates].sort();
}
