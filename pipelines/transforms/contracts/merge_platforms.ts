import type { PlatformRow } from "../../../schemas/asset_platform_dim";
import { greatest, least } from "../assets/seen_dates";
import type { Fields } from "../parse/fields";

/** An element of the list of platforms. */
export type Platform = Omit<PlatformRow, "first_seen_date" | "last_seen_date">;

/** @throws FieldError when a field is of another type than documented, or there is no usable id */
export function toPlatform(element: Fields): Platform {
  return {
    platform_id: element.id("id"),
    chain_identifier: element.integer("chain_identifier"),
    name: element.text("name"),
    shortname: element.text("shortname"),
    native_asset_id: element.text("native_coin_id"),
  };
}

/**
 * The platforms after a run that read their list: a type 1 dimension, from which none is dropped. The
 * order of runs doesn't matter: a platform has the attributes of the newest date that listed it. Of
 * several elements of one id the first counts.
 */
export function mergePlatforms(
  listed: readonly Platform[],
  previous: readonly PlatformRow[],
  date: string,
): PlatformRow[] {
  const rows = new Map(previous.map((row) => [row.platform_id, row]));
  for (const platform of listed.toReversed()) {
    const row = rows.get(platform.platform_id);
    rows.set(platform.platform_id, {
      ...(row && row.last_seen_date > date ? row : platform),
      first_seen_date: least(row?.first_seen_date, date),
      last_seen_date: greatest(row?.last_seen_date, date),
    });
  }
  return [...rows.values()];
}
