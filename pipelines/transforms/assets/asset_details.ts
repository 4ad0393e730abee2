import type { AssetDetails } from "./observation";
import { FieldError, Fields } from "../parse/fields";

/**
 * The answer of /coins/{id} as the attributes of an asset.
 * @throws FieldError when a field is of another type than documented, or the coin is another one
 */
export function toAssetDetails(body: unknown, assetId: string): AssetDetails {
  const coin = new Fields(body);
  if (coin.id("id") !== assetId) {
    throw new FieldError("id", `the details of ${assetId} are those of another coin`);
  }
  const categories = coin.texts("categories").map((category) => category.replaceAll("|", "/"));
  return {
    launch_date: coin.date("genesis_date"),
    category: categories[0] ?? null,
    categories: categories.length > 0 ? categories.join("|") : null,
    asset_platform_id: coin.text("asset_platform_id"),
    hashing_algorithm: coin.text("hashing_algorithm"),
    country_origin: coin.text("country_origin"),
    homepage_url: coin.object("links")?.texts("homepage")[0] ?? null,
    image_url: coin.object("image")?.text("large") ?? null,
  };
}
