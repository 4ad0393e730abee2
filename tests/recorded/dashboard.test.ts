/**
 * The page of all recorded days of the real market, opened in Chromium:
 *
 *     npm run test:recorded -- FOLDER
 */
import { join } from "node:path";
import { chromiumMissing, openChromium } from "../../emulators/tools/chromium";
import { Recordings } from "../../pipelines/sample_market/recordings/recordings";
import { serveRecordings } from "../../pipelines/sample_market/recordings/serve_recordings";
import { openFile } from "../support/dashboard/browser";
import { compareNumbers } from "../support/dashboard/compare_numbers";
import { makeDashboard } from "../support/dashboard/make_dashboard";
import { describeUnless } from "../support/describe_unless";
import { runInProcess } from "../support/run_in_process";
import { temporaryFolder } from "../support/temporary_folder";

const folder = process.env.RECORDED_FOLDER ?? "";
const suite = describeUnless(chromiumMissing());

suite("the dashboard of the recorded days", () => {
  const output = temporaryFolder();
  const { dates } = new Recordings(folder);

  beforeAll(async () => {
    const recordings = await serveRecordings(folder);
    for (const date of dates) {
      recordings.show(date);
      await runInProcess(
        "market-snapshot",
        ...[`--source=${recordings.url}`, `--snapshotDate=${date}`, `--output=${output()}`],
      );
    }
    await recordings.close();
    await makeDashboard(output());
  }, 300_000);

  it("shows thirty numbers as SQL gives them, and every day", async () => {
    const browser = await openChromium();
    try {
      const { page, complaints } = await openFile(browser, join(output(), "dashboard.html"));
      const coins = page.locator(".totals > div").last();
      expect(await coins.locator(".note").textContent()).toBe(`${dates.length} days held`);
      const numbers = await compareNumbers(page, join(output(), "warehouse.duckdb"));
      expect(numbers).toHaveLength(30);
      expect(numbers.filter(({ shown, expected }) => shown !== expected)).toEqual([]);
      expect(complaints).toEqual([]);
      expect(await page.locator("footer").textContent()).toContain("Data provided by CoinGecko");
    } finally {
      await browser.close();
    }
  });
});
