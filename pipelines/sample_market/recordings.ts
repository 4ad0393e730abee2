import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { ActionableError } from "../core/actionable_error";
import { errorAnswer, type TextAnswer } from "./answer";
import { jsonParts } from "./json_parts";
import { RecordedPage } from "./recorded_page";

/**
 * A folder of recorded answers, told apart by the names of the files:
 * - `markets_*.jsonl.gz`: a market page a line, as `{"fetched_at": ..., "body": page}`;
 * - `markets_*.json`: a market page; its day is in the name, or that of its newest `last_updated`;
 * - `coin_ID.json`, `history_ID.json`, `market_chart_ID_*.json`: what is known about a coin;
 * - `coins_categories.json`, `coins_categories_list.json`.
 * Other files are left alone. Of two recordings of the same thing the first counts, in this order,
 * then by name.
 */
export class Recordings {
  private readonly pages = new Map<string, RecordedPage>();
  /** Bodies of all other answers, by path. */
  private readonly bodies = new Map<string, string>();
  private shown: RecordedPage;

  /** Fails with a Problem when the folder can't be read or holds no market page. */
  constructor(private readonly folder: string) {
    const names = readNames(folder);
    const kinds = [/^markets_.*\.jsonl\.gz$/, /^markets_.*\d{4}-\d\d-\d\d.*\.json$/, /\.json$/];
    for (const kind of kinds) for (const name of names) if (kind.test(name)) this.load(name);
    const last = this.dates.at(-1);
    const page = last === undefined ? undefined : this.pages.get(last);
    if (!page) {
      throw new ActionableError(
        `There is no recorded market page in ${folder}.`,
        "Name a folder that holds files such as markets_2026-02-03.json.",
      );
    }
    this.shown = page;
  }

  /** The days that a market page was recorded of, YYYY-MM-DD, the last of them last. */
  get dates(): string[] {
    return [...this.pages.keys()].sort();
  }

  /** Chooses the day whose market is shown; the last one until then. Fails with a Problem. */
  show(date: string): void {
    const page = this.pages.get(date);
    if (!page) {
      throw new ActionableError(
        `No market page of ${date} was recorded in ${this.folder}.`,
        `There are pages of ${this.dates.join(", ")}.`,
      );
    }
    this.shown = page;
  }

  /** @param path decoded parts of the URL's path. */
  answer(path: readonly string[], query: URLSearchParams): TextAnswer {
    const key = path.join("/");
    if (key === "coins/list") {
      const body = query.get("status") === "inactive" ? "[]" : this.shown.listText();
      return { status: 200, body, maxAge: 1800 };
    }
    if (key === "coins/markets") {
      const vsCurrency = query.get("vs_currency");
      if (!vsCurrency) return errorAnswer(422, "Missing parameter vs_currency");
      if (vsCurrency !== "usd") return errorAnswer(422, "invalid vs_currency");
      return { status: 200, body: this.shown.pageText(query), maxAge: 60 };
    }
    const body = this.bodies.get(key);
    return body === undefined
      ? errorAnswer(404, "coin not found")
      : { status: 200, body, maxAge: 30 };
  }

  private load(name: string): void {
    const bytes = readFileSync(join(this.folder, name));
    if (name.endsWith(".gz")) {
      for (const line of gunzipSync(bytes).toString("utf8").split("\n")) {
        if (line !== "") this.addDay(line);
      }
    } else if (name.startsWith("markets_")) {
      const [date] = /\d{4}-\d\d-\d\d/.exec(name) ?? [];
      this.addPage(RecordedPage.of(bytes.toString("utf8"), date));
    } else {
      const path = pathOf(name, bytes.toString("utf8"));
      if (path !== null && !this.bodies.has(path)) this.bodies.set(path, bytes.toString("utf8"));
    }
  }

  private addDay(line: string): void {
    const { fetched_at } = JSON.parse(line) as { fetched_at: string };
    const body = jsonParts(line).find((part) => part.startsWith('"body"'));
    if (body)
      this.addPage(RecordedPage.of(body.replace(/^"body"\s*:\s*/, ""), fetched_at.slice(0, 10)));
  }

  private addPage(page: RecordedPage | null): void {
    if (page && !this.pages.has(page.date)) this.pages.set(page.date, page);
  }
}

/** The path that a file answers, without the first slash; null for one that answers none. */
function pathOf(name: string, text: string): string | null {
  if (name === "coins_categories.json") return "coins/categories";
  if (name === "coins_categories_list.json") return "coins/categories/list";
  const [, chartOf] = /^market_chart_(.+?)_[^_]*\.json$/.exec(name) ?? [];
  if (chartOf) return `coins/${chartOf}/market_chart`;
  if (!/^(coin|history)_/.test(name)) return null;
  const body: unknown = JSON.parse(text);
  if (typeof body !== "object" || body === null || !("id" in body)) return null;
  return `coins/${String(body.id)}${name.startsWith("history") ? "/history" : ""}`;
}

function readNames(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch (error) {
    throw new ActionableError(
      `The folder ${folder} can't be read.`,
      "Name one with recorded answers.",
      {
        cause: error,
      },
    );
  }
}
