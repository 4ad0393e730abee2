import { pathToFileURL } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";

export interface OpenPage {
  readonly page: Page;
  /** What the page should not do: errors on the console, and requests to anything but itself. */
  readonly complaints: readonly string[];
}

/** Opens a file of this machine, and waits until it shows its data. */
export async function openFile(
  browser: Browser,
  file: string,
  { hash = "", ...options }: BrowserContextOptions & { readonly hash?: string } = {},
): Promise<OpenPage> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("request", (request) => {
    if (!/^(file|data|blob):/.test(request.url())) complaints.push(`request of ${request.url()}`);
  });
  await page.goto(`${pathToFileURL(file).href}${hash}`);
  await page.waitForSelector("main section");
  return { page, complaints };
}

/** A number as the page writes it: `$1.845T`, `▼ −0.84%`, `1,429`. */
export function shownNumber(text: string): number {
  const [, sign = "", digits = "", unit = ""] = /(−?)[^\d−]*([\d,.]+)([KMBT]?)/.exec(text) ?? [];
  const power = { "": 0, K: 3, M: 6, B: 9, T: 12 }[unit] ?? NaN;
  return Number(`${sign === "" ? "" : "-"}${digits.replaceAll(",", "")}e${power}`);
}
