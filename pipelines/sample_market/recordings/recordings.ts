import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { ActionableError } from "../../core/actionable_error";
import { jsonParts } from "../../core/text/json_parts";
import { errorAnswer, type TextAnswer } from "../answers/answer";
import { RecordedPage } from "./recorded_page";

/**
 * A folder of recorded answers, recognised by file name:
 * - `markets_*.jsonl.gz`: one market page per line, as `{"fetched_at": ..., "body": page}`;
 * - `markets_*.json`: a market page; its day is in the name, else that of its newest `last_updated`;
 * - `coin_ID.json`, `history_ID.json`, `market_chart_ID_*.json`: answers about one coin;
 * - `coins_categories.json`, `coins_categories_list.json`, `exchange_rates.json`, `global.json`.
 * Other files are ignored. Of two recordings of the same answer the first is used, in this order,
 * then by name.
 */
export class Recordings {
  private readonly pages = new Map<string, RecordedPage>();
  /** Bodies of the other answers, by path. */
  private readonly bodies = new Map<string, string>();
  private current: RecordedPage;

  /** Throws an ActionableError when the folder is unreadable or holds no market page. */
  constructor(private readonly folder: string) {
    const names = readNames(folder);
    const kinds = [/^markets_.*\.jsonl\.gz$/, /^markets_.*\d{4}-\d\d-\d\d.*\.json$/, /\.json$/];
    for (const kind of kinds) for (const name of names) if (kind.test(name)) this.load(name);
    const last = this.dates.at(-1);
    const page = last === undefined ? undefined : this.pages.get(last);
    if (!page) {
      throw new ActionableError(
        `No recorded market page in ${folder}.`,
        "Give a folder with files such as markets_2026-02-03.json.",
      );
    }
    this.current = page;
  }

  /** Days with a recorded market page, YYYY-MM-DD, in order. */
  get dates(): string[] {
    return [...this.pages.keys()].sort();
  }

  /** Selects the day whose market is served; initially the last one. Throws an ActionableError. */
  show(date: string): void {
    const page = this.pages.get(date);
    if (!page) {
      throw new ActionableError(
        `No market page of ${date} was recorded in ${this.folder}.`,
        `Choose one of ${this.dates.join(", ")}.`,
      );
    }
    this.current = page;
  }

  /** @param path decoded parts of the URL's path. */
  answer(path: readonly string[], query: URLSearchParams): TextAnswer {
    const key = path.join("/");
    if (key === "coins/list") {
      const body = query.get("status") === "inactive" ? "[]" : this.current.listText();
      return { status: 200, body, maxAge: 1800 };
    }
    if (key === "coins/markets") {
      const vsCurrency = query.get("vs_currency");
      if (!vsCurrency) return errorAnswer(422, "Missing parameter vs_currency");
      if (vsCurrency !== "usd") return errorAnswer(422, "invalid vs_currency");
      return { status: 200, body: this.current.pageText(query), maxAge: 60 };
    }
    // A recorded chart answers any range of its days.
    const body = this.bodies.get(key.replace(/\/market_chart\/range$/, "/market_chart"));
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

/** The path that a file answers, without the leading slash; null for an unrelated file. */
/** The paths of the answers of which there is one, by the name of the file. */
const paths: ReadonlyMap<string, string> = new Map([
  ["coins_categories.json", "coins/categories"],
  ["coins_categories_list.json", "coins/categories/list"],
  ["exchange_rates.json", "exchange_rates"],
  ["global.json", "global"],
]);

function pathOf(name: string, text: string): string | null {
  const path = paths.get(name);
  if (path !== undefined) return path;
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
      `Cannot read the folder ${folder}.`,
      "Give a folder with recorded answers.",
      {
        cause: error,
      },
    );
  }
}
