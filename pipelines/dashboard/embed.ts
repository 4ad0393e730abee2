import { gzipSync } from "node:zlib";
import type { PageData } from "./page_data";

/** Where the page's template takes its data. */
export const dataPlace = "<!-- data -->";

/** What a page is made of; without data it says what to run. */
export interface PageContent {
  readonly data: PageData | null;
  readonly history: Uint8Array;
}

/** The page with its data: elements that no browser runs, so that its script's hash stays the same. */
export function embed(template: string, { data, history }: PageContent): string {
  const [before, after] = template.split(dataPlace);
  if (before === undefined || after === undefined)
    throw new Error("The template has no data place.");
  const json = Buffer.from(JSON.stringify(data));
  return [before, dataElement("page-data", json), dataElement("history", history), after].join("");
}

/** Bytes as an element: as text or gzip in base64, whichever is smaller. */
function dataElement(id: string, bytes: Uint8Array): string {
  const zipped = Buffer.from(gzipSync(bytes, { level: 9 })).toString("base64");
  const text = id === "page-data" ? asText(bytes) : undefined;
  const [encoding, content] =
    text !== undefined && text.length <= zipped.length ? ["text", text] : ["gzip", zipped];
  return `<script type="application/json" id="${id}" data-encoding="${encoding}">${content}</script>\n`;
}

/** JSON that can't end its element. */
function asText(json: Uint8Array): string {
  return Buffer.from(json).toString("utf8").replaceAll("<", "\\u003c");
}
