import { copyFileSync, mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { AxeResults } from "axe-core";
import type { Browser, Page } from "playwright-core";
import { chromiumMissing, openChromium } from "../../../emulators/tools/chromium";
import { type OpenPage, openFile } from "../../support/dashboard/browser";
import { coinHash } from "../../../dashboard/route";
import { changeWarehouse } from "../../support/dashboard/change_warehouse";
import { compareNumbers } from "../../support/dashboard/compare_numbers";
import { decodePage } from "../../support/dashboard/decode_page";
import { makeDashboard } from "../../support/dashboard/make_dashboard";
import { describeUnless } from "../../support/describe_unless";
import { runInProcess } from "../../support/run_in_process";
import { temporaryFolder } from "../../support/temporary_folder";

const suite = describeUnless(chromiumMissing());
const views = ["market", "coins", "volatility", "listings", "health", "coin"];
const axeSource = readFileSync(createRequire(__filename).resolve("axe-core/axe.min.js"), "utf8");

suite("dashboard.html in Chromium", () => {
  const folder = temporaryFolder();
  const filled = () => join(folder(), "filled");
  const file = () => join(filled(), "dashboard.html");
  let browser: Browser;
  const data = () => {
    const found = decodePage(readFileSync(file(), "utf8")).data;
    if (!found) throw new Error("The page has no data.");
    return found;
  };
  /** One of the larger coins. */
  const coin = () => {
    const [{ id, name }, place] = [data().coins, 3];
    return { id: id[place] ?? "", name: name[place] ?? "" };
  };

  beforeAll(async () => {
    for (const day of ["2026-01-01", "2026-01-02", "2026-01-03"]) {
      await runInProcess(
        ...["market-snapshot", "asset-dim", "--source=sample:300"],
        ...[`--snapshotDate=${day}`, `--output=${filled()}`],
      );
    }
    await makeDashboard(filled());
    browser = await openChromium();
  });
  afterAll(() => browser.close());

  /** Opens a page, does something with it, and expects that it did nothing that it should not. */
  const withPage = async (
    use: (opened: Page) => Promise<void>,
    path = file(),
    options: Parameters<typeof openFile>[2] = {},
  ) => {
    const opened: OpenPage = await openFile(browser, path, options);
    await use(opened.page);
    expect(opened.complaints).toEqual([]);
    await opened.page.context().close();
  };

  /** A page of a copy of the warehouse, changed. */
  const pageOf = async (name: string, ...statements: string[]): Promise<string> => {
    const copy = join(folder(), name);
    mkdirSync(copy);
    const warehouse = join(copy, "warehouse.duckdb");
    copyFileSync(join(filled(), "warehouse.duckdb"), warehouse);
    await changeWarehouse(warehouse, ...statements);
    await makeDashboard(copy);
    return join(copy, "dashboard.html");
  };

  it("shows thirty numbers as SQL gives them", async () => {
    await withPage(async (page) => {
      const numbers = await compareNumbers(page, join(filled(), "warehouse.duckdb"));
      expect(numbers).toHaveLength(30);
      expect(numbers.filter(({ shown, expected }) => shown !== expected)).toEqual([]);
    });
  });

  describe.each([
    ["light", { width: 1440, height: 900 }],
    ["dark", { width: 360, height: 800 }],
  ] as const)("in %s, as large as %j", (colorScheme, viewport) => {
    it.each(views)("%s has nothing that axe objects to", async (view) => {
      const hash = view === "coin" ? coinHash(coin().id) : `#/${view}`;
      await withPage(
        async (page) => {
          for (const table of await page.locator("details.behind summary").all()) {
            await table.click();
          }
          await page.evaluate(axeSource);
          const { violations } = await page.evaluate<AxeResults>("axe.run()");
          expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
          expect(await widthOf(page)).toBeLessThanOrEqual(viewport.width);
        },
        file(),
        { colorScheme, viewport, hash },
      );
    });
  });

  it("says in large letters that its data is made up", async () => {
    await withPage(async (page) => {
      const banner = page.getByText("Sample data", { exact: true });
      expect(await banner.isVisible()).toBe(true);
      expect(
        await page.evaluate(`getComputedStyle(document.querySelector(".sample strong")).fontSize`),
      ).toBe("19px");
      expect(await page.title()).toContain("SAMPLE");
      expect(await page.getByText("Data provided by").count()).toBe(0);
    });
  });

  it("carries CoinGecko's attribution where the data is real", async () => {
    const real = await pageOf(
      "real",
      "UPDATE crypto_market_snapshot_runs SET source = 'demo'",
      "UPDATE crypto_asset_dim_runs SET source = 'demo'",
    );
    await withPage(async (page) => {
      expect(await page.locator("footer").textContent()).toContain("Data provided by CoinGecko.");
      expect(await page.getByText("Sample data").count()).toBe(0);
    }, real);
  });

  it("can be used by keys alone", async () => {
    await withPage(async (page) => {
      const { keyboard } = page;
      const focused = () => page.evaluate<string>("document.activeElement.textContent");
      const view = () => page.evaluate<string>("location.hash");
      await keyboard.press("Tab");
      expect(await focused()).toBe("Skip to content");
      await keyboard.press("Enter");
      expect(await page.evaluate("document.activeElement.id")).toBe("main");

      await keyboard.press("/");
      const { id, name } = coin();
      await keyboard.type(name);
      expect(await page.locator("#found [aria-selected=true] .data").textContent()).toBe(name);
      await keyboard.press("Enter");
      expect(await view()).toBe(coinHash(id));
      expect(await page.locator("main h2").first().textContent()).toBe(name);

      await keyboard.press("2");
      expect(await view()).toBe("#/coins");
      await page.locator("th.c-volume button").focus();
      await keyboard.press("Enter");
      expect(await page.locator("th.c-volume").getAttribute("aria-sort")).toBe("descending");
      expect(await view()).toBe("#/coins?sort=volume&dir=desc");
      await page.locator(".virtual-box").focus();
      await keyboard.press("ArrowDown");
      await keyboard.press("End");
      const last = await focused();
      await keyboard.press("Home");
      expect(await focused()).not.toBe(last);
      await keyboard.press("ArrowDown");
      await keyboard.press("Enter");
      expect(await view()).toMatch(/^#\/coin\?id=/);

      await keyboard.press("1");
      await page.locator(".treemap [tabindex='0']").focus();
      expect(await page.locator("#tip").isVisible()).toBe(true);
      await keyboard.press("Escape");
      expect(await page.locator("#tip").isVisible()).toBe(false);
      const first = await focused();
      await keyboard.press("ArrowRight");
      expect(await focused()).not.toBe(first);
      await keyboard.press("Enter");
      expect(await view()).toMatch(/^#\/(coin|market\?category)/);

      await keyboard.press("?");
      expect(await page.locator("dialog").isVisible()).toBe(true);
      await keyboard.press("Escape");
      expect(await page.locator("dialog").isVisible()).toBe(false);
      const color = () => page.evaluate<string>("getComputedStyle(document.body).backgroundColor");
      const before = await color();
      await keyboard.press("t");
      const after = await color();
      expect(after).not.toBe(before);
    });
  });

  it("keeps the view in the address", async () => {
    const hash = "#/coins?q=network&sort=price&dir=desc";
    await withPage(
      async (page) => {
        expect(await page.locator("#filter").inputValue()).toBe("network");
        expect(await page.locator("th.c-price").getAttribute("aria-sort")).toBe("descending");
        const { id, name, symbol } = data().coins;
        const found = id.filter((one, place) =>
          [one, name[place], symbol[place]].some((text) => /network/i.test(text ?? "")),
        );
        const rows = await page.locator("table.virtual").getAttribute("aria-rowcount");
        expect(Number(rows)).toBe(found.length + 1);
        expect(await page.evaluate<string>("location.hash")).toBe(hash);
      },
      file(),
      { hash },
    );
  });

  it("runs no script but its own, and asks nothing of the network", async () => {
    const { page, complaints } = await openFile(browser, file());
    await page.evaluate(`{
      const script = document.createElement("script");
      script.textContent = "window.wasRun = true";
      document.body.append(script);
    }`);
    expect(await page.evaluate(`fetch("https://example.com").catch(() => "refused")`)).toBe(
      "refused",
    );
    expect(await page.evaluate(`"wasRun" in window`)).toBe(false);
    const refused = complaints.filter((line) => line.includes("Content Security Policy"));
    expect(refused.map((line) => /(script|connect|default)-src/.exec(line)?.[1]).sort()).toEqual([
      "default",
      "script",
    ]);
    await page.context().close();
  });

  describe("names that would do harm", () => {
    const names = [
      `<img src=x onerror="window.wasRun = true">`,
      `=HYPERLINK("http://example.com")`,
      "\u202egnp.exe \u200f",
      "x".repeat(300),
      `</script><script>window.wasRun = true</script>`,
    ];
    let page: string;
    beforeAll(async () => {
      const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;
      page = await pageOf(
        "names",
        ...names.map(
          (name, index) =>
            `UPDATE crypto_market_snapshot_fact SET name = ${literal(name)}, symbol = ${literal(name)}
             WHERE market_cap_rank = ${index + 1}`,
        ),
        `UPDATE crypto_asset_dim SET category = ${literal(names[0] ?? "")}, is_active = true
         WHERE market_cap_rank < 30`,
      );
    });

    it.each(["market", "coins", "volatility", "listings", "health"])(
      "are text on %s",
      async (view) => {
        for (const viewport of [
          { width: 1440, height: 900 },
          { width: 360, height: 800 },
        ]) {
          await withPage(
            async (opened) => {
              await opened.waitForTimeout(300);
              expect(await opened.evaluate(`"wasRun" in window`)).toBe(false);
              expect(await opened.locator("main img").count()).toBe(0);
              expect(await widthOf(opened)).toBeLessThanOrEqual(viewport.width);
            },
            page,
            { viewport, hash: `#/${view}` },
          );
        }
      },
    );

    it("start no formula in the CSV", async () => {
      await withPage(
        async (opened) => {
          expect(await opened.locator("tr[data-place='0'] .c-name .data").textContent()).toBe(
            names[0],
          );
          const [download] = await Promise.all([
            opened.waitForEvent("download"),
            opened.locator("#csv").click(),
          ]);
          expect(download.suggestedFilename()).toBe("coins_2026-01-03.csv");
          const text = readFileSync(await download.path(), "utf8");
          expect(text).toContain(`2,"'=HYPERLINK(""http://example.com"")",`);
          expect(text.split("\r\n")[0]).toMatch(/^market_cap_rank,name,current_price,/);
        },
        page,
        { hash: "#/coins", acceptDownloads: true },
      );
    });
  });

  it("says what to run where there is no data", async () => {
    const empty = await pageOf("empty", "DELETE FROM crypto_market_snapshot_fact");
    await withPage(async (page) => {
      expect(await page.locator("main").textContent()).toMatch(/No data yet.*npm start/s);
    }, empty);
  });

  it("shows one day, and nulls everywhere", async () => {
    const one = await pageOf(
      "one",
      "DELETE FROM crypto_market_snapshot_fact WHERE snapshot_date < '2026-01-03'",
      `UPDATE crypto_market_snapshot_fact SET (name, symbol, current_price, market_cap, market_cap_rank,
         total_volume, volatility, price_change_percentage_24h, price_change_percentage_7d, ath) =
         (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)`,
    );
    for (const view of views) {
      await withPage(
        async (page) => {
          expect(await page.locator("main").textContent()).not.toMatch(
            /NaN|undefined|null|Infinity/,
          );
        },
        one,
        { hash: view === "coin" ? coinHash(coin().id) : `#/${view}` },
      );
    }
  });
});

function widthOf(page: Page): Promise<number> {
  return page.evaluate<number>("document.documentElement.scrollWidth");
}
