import type { Api } from "../../coingecko/api";
import { marketByIdsRequest } from "../../coingecko/requests";
import { concurrently } from "../../core/concurrently";
import { progress } from "../../core/progress";
import type { Run } from "../../run/run";
import { idOf } from "../parse/fields";
import { elementsOf, toPage, type Page } from "../parse/page";

/** An empty answer to a batch of at most so many ids is believed; a larger batch is split. */
const believedBatch = 25;

/**
 * The coins of each batch of ids, in the order in which they arrive. A batch that is answered by fewer
 * coins than requested is requested again in smaller parts, for the coins that did not come.
 */
export async function* fetchByIds(
  api: Api,
  run: Run,
  batches: readonly (readonly string[])[],
  atOnce: number,
): AsyncGenerator<Page> {
  let open = batches;
  while (open.length > 0) {
    progress.emit("stage", { stage: "pages", planned: open.length });
    const parts: (readonly string[])[] = [];
    const pages = concurrently(open, atOnce, async (ids) => {
      const page = toPage(await api.ask(marketByIdsRequest(run, ids)));
      return { ids, page };
    });
    for await (const { ids, page } of pages) {
      parts.push(...smallerParts(ids, new Set(elementsOf(page).map(idOf))));
      yield page;
      progress.emit("stage", { stage: "pages", done: 1, coins: page.count });
    }
    open = parts;
  }
}

/**
 * What of a batch is requested again, in parts smaller than the batch; nothing where it is complete,
 * or where the source evidently does not have the coins.
 */
export function smallerParts(
  ids: readonly string[],
  returned: ReadonlySet<string | null>,
): (readonly string[])[] {
  const left = ids.filter((id) => !returned.has(id));
  const answered = ids.length - left.length;
  if (left.length === 0 || (answered === 0 && ids.length <= believedBatch)) return [];
  if (left.length <= answered) return [left];
  const half = Math.ceil(left.length / 2);
  return [left.slice(0, half), left.slice(half)].filter((part) => part.length > 0);
}
