import { gunzipSync } from "node:zlib";
import { type CoinHistory, decodeHistory } from "../../../pipelines/dashboard/history_codec";
import type { PageData } from "../../../pipelines/dashboard/page_data";

/** What a page holds, read as a browser does. */
export function decodePage(html: string): {
  readonly data: PageData | null;
  readonly history: readonly CoinHistory[];
} {
  const data = JSON.parse(contentOf(html, "page-data").toString("utf8")) as PageData | null;
  const history = data ? decodeHistory(data.history, contentOf(html, "history")) : [];
  return { data, history };
}

function contentOf(html: string, id: string): Buffer {
  const [, encoding, text = ""] =
    new RegExp(`<script[^>]* id="${id}" data-encoding="(\\w+)">([^<]*)</script>`).exec(html) ?? [];
  if (encoding === undefined) throw new Error(`The page has no element ${id}.`);
  return encoding === "text" ? Buffer.from(text) : gunzipSync(Buffer.from(text, "base64"));
}
