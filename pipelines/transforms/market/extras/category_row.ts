import type { CategoryRow } from "../../../../schemas/crypto_category_fact";
import { Fields } from "../../parse/fields";
import type { ExtraSpec } from "./extra_spec";

/** /coins/categories: a list of categories, with totals in usd. */
export const categoriesExtra: ExtraSpec<CategoryRow> = {
  isEmpty: (body) => Array.isArray(body) && body.length === 0,
  listText: (body) => body,
  toRow: (element, run, ingestedAt) => {
    const category = new Fields(element);
    const top3 = category.texts("top_3_coins_id").map((id) => id.replaceAll("|", "/"));
    return {
      snapshot_date: run.snapshotDate,
      category_id: category.id("id"),
      name: category.text("name"),
      market_cap: category.amount("market_cap"),
      market_cap_change_24h: category.number("market_cap_change_24h"),
      total_volume: category.amount("volume_24h"),
      top_3_asset_ids: top3.length > 0 ? top3.join("|") : null,
      updated_at: category.timestamp("updated_at"),
      ingested_at: ingestedAt,
    };
  },
};
