/** Preloaded into a measured process: writes its resource usage to a file at its exit. */
import { writeFileSync } from "node:fs";

const file = process.env.BENCH_USAGE_FILE;
if (file !== undefined) {
  process.on("exit", () => {
    writeFileSync(file, JSON.stringify(process.resourceUsage()));
  });
}
