import type { AssetRow } from "../../../schemas/crypto_asset_dim";
import type { AssetDetails, Detailed, Listed, OnMarket, Observation } from "./observation";

/** What a merge needs to know of its run. */
export interface MergeContext {
  readonly snapshotDate: string;
  /** Whether the run looked at the whole market, so that a coin not seen has left it. */
  readonly wholeMarket: boolean;
  /**
   * Every coin that the previous dimension knows was looked for on this date or later; "" for none.
   * For a whole market that tells of coins unknown so far too: they were not there on that date.
   */
  readonly checkedUntil: string;
}

/**
 * Everything that is known of one asset, as its row; null when no observation is reason for one.
 * The order of runs doesn't matter: attributes are those of the newest date that saw the coin, so a
 * rerun of an older date never takes them back. (An image that the newest date does not give stays.)
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
  const known = newestDetails(previous, details);
  return {
    asset_id: assetId,
    symbol: (isNewest ? (listed?.symbol ?? market?.symbol) : previous?.symbol) ?? null,
    name: (isNewest ? (listed?.name ?? market?.name) : previous?.name) ?? null,
    ...known,
    image_url: (isNewest ? market?.image : null) ?? known.image_url,
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

/** The details fetched last; what they don't say now they don't say: an older value is not kept. */
function newestDetails(
  previous: AssetRow | null,
  fetched: Detailed | null,
): AssetDetails & Pick<AssetRow, "details_updated_at"> {
  const known = previous ? detailsOf(previous) : { ...noDetails, details_updated_at: null };
  if (!fetched || fetched.fetchedAt < (known.details_updated_at ?? "")) return known;
  const updated = { ...known, details_updated_at: fetched.fetchedAt };
  if (!fetched.details) return updated;
  return {
    ...updated,
    ...fetched.details,
    image_url: fetched.details.image_url ?? known.image_url,
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

/** Of several observations of one kind the newest; the order in which they arrived never decides. */
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

function least(a: string | null | undefined, b: string | undefined): string {
  return [a, b].filter((date) => typeof date === "string").sort()[0] ?? "";
}

function greatest(a: string | null | undefined, b: string | undefined): string {
  return (
    [a, b]
      .filter((date) => typeof date === "string")
      .sort()
      .at(-1) ?? ""
  );
}
