import { type CoinHistory, decodeHistory } from "../pipelines/dashboard/history_codec";
import type { PageData } from "../pipelines/dashboard/page_data";
import { byId } from "./dom";
import { type CoinNames, coinNames } from "./find_coins";

/** The data of the page, with what is looked up in it often. */
export interface Model extends PageData {
  readonly lookup: CoinNames;
  readonly placeOf: ReadonlyMap<string, number>;
  readonly isSample: boolean;
  /** Prices, volumes and ranks over the days; read when they are first asked for. */
  readonly histories: () => Promise<readonly CoinHistory[]>;
}

/** Null where the warehouse had no data. */
export async function loadModel(): Promise<Model | null> {
  const text = new TextDecoder().decode(await contentOf("page-data"));
  const data = JSON.parse(text) as PageData | null;
  if (data === null) return null;
  const { id, name, symbol } = data.coins;
  let histories: Promise<readonly CoinHistory[]> | undefined;
  return {
    ...data,
    lookup: coinNames(id, name, symbol),
    placeOf: new Map(id.map((one, place) => [one, place])),
    isSample: data.market === "sample",
    histories: () =>
      (histories ??= contentOf("history").then((bytes) => decodeHistory(data.history, bytes))),
  };
}

/** What a data element holds: text as it is, or gzip in base64. */
async function contentOf(id: string): Promise<Uint8Array> {
  const holder = byId(id);
  const text = holder.textContent;
  if (holder.dataset.encoding === "text") return new TextEncoder().encode(text);
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
