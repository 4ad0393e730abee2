import type { AssetRow } from "../../../schemas/crypto_asset_dim";
import type { AssetDetails, Detailed, Listed, OnMarket, Observation } from "./observation";
import { greatest, least } from "./seen_dates";

/** What a merge depends on beside the observations. */
export interface MergeContext {
  readonly snapshotDate: string;
  /** Whether the run read the whole market, so that a coin that was not seen has left it. */
  readonly wholeMarket: boolean;
  /**
   * Every coin of the previous dimension was looked for on this date or later; "" for none. After a
   * whole market this holds for new coins too: they were not there on that date.
   */
  readonly checkedUntil: string;
}

/**
 * Merges the observations of one asset into its row; null when they make none. The dimension is a
 * type 1 slowly changing dimension: a row has the attributes of the newest date that saw the coin,
 * without their history. The order of runs doesn't matter: a rerun of an older date never overwrites
 * newer attributes. (An image that the newest date does not have is kept.)
 */
export function mergeAsset(
  assetId: string,
  observations: readonly Observation[],
  context: MergeContext,
): AssetRow | null {
  const listed = greatestOf<Listed>(observations, "listed", () => "");
  const market = greatestOf<OnMarket>(observations, "market", (s) => s.last_updated ?? "");
  const details = greatestOf<Detailed>(observations, "details", (s) => s.fetchedAt);
  const previous = observations.find((s) => s.kind === "previous")?.row ?? null;
  const isSeen = listed !== null || market !== null;
  const isLookedFor =
    isSeen ||
    context.wholeMarket ||
    observations.some((observation) => observation.kind === "asked");
  if (!isSeen && !previous) return null;
  if (!isLookedFor) return previous;

  const date = context.snapshotDate;
  const checked = previous
    ? (previous.last_checked_date ?? previous.last_seen_date)
    : context.wholeMarket
      ? context.checkedUntil
      : "";
  const isActive = date >= checked ? isSeen : (previous?.is_active ?? false);
  const isNewest = isSeen && date >= (previous?.last_seen_date ?? "");
  const newest = newestDetails(previous, details);
  return {
    asset_id: assetId,
    symbol: (isNewest ? (listed?.symbol ?? market?.symbol) : previous?.symbol) ?? null,
    name: (isNewest ? (listed?.name ?? market?.name) : previous?.name) ?? null,
    ...newest,
    image_url: (isNewest ? market?.image : null) ?? newest.image_url,
    market_cap_rank: !isActive
      ? null
      : isNewest
        ? (market?.market_cap_rank ?? null)
        : (previous?.market_cap_rank ?? null),
    first_seen_date: least(previous?.first_seen_date, isSeen ? date : undefined),
    last_seen_date: greatest(previous?.last_seen_date, isSeen ? date : undefined),
    is_active: isActive,
    last_checked_date: greatest(checked, date),
  };
}

/** The details fetched last; an attribute that they lack is null: an older value is not kept. */
function newestDetails(
  previous: AssetRow | null,
  fetched: Detailed | null,
): AssetDetails & Pick<AssetRow, "details_updated_at"> {
  const stored = previous ? detailsOf(previous) : { ...noDetails, details_updated_at: null };
  if (!fetched || fetched.fetchedAt < (stored.details_updated_at ?? "")) return stored;
  const updated = { ...stored, details_updated_at: fetched.fetchedAt };
  if (!fetched.details) return updated;
  return {
    ...updated,
    ...fetched.details,
    image_url: fetched.details.image_url ?? stored.image_url,
  };
}

function detailsOf(row: AssetRow) {
  const { launch_date, category, categories, asset_platform_id, hashing_algorithm } = row;
  const { country_origin, homepage_url, image_url, details_updated_at } = row;
  return {
    ...{ launch_date, category, categories, asset_platform_id, hashing_algorithm },
    ...{ country_origin, homepage_url, image_url, details_updated_at },
  };
}

const noDetails: AssetDetails = {
  launch_date: null,
  category: null,
  categories: null,
  asset_platform_id: null,
  hashing_algorithm: null,
  country_origin: null,
  homepage_url: null,
  image_url: null,
};

/** Of several observations of one kind the newest, whatever their order of arrival. */
function greatestOf<S extends Listed | OnMarket | Detailed>(
  observations: readonly Observation[],
  kind: S["kind"],
  age: (observation: S) => string,
): S | null {
  const key = (observation: S) => `${age(observation)} ${JSON.stringify(observation)}`;
  const candidates = observations.filter(
    (observation) => observation.kind === kind,
  ) as unknown as S[];
  const [first, ...others] = candidates;
  if (first === undefined) return null;
  return others.reduce((best, other) => (key(other) > key(best) ? other : best), first);
}
