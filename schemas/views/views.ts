import { assetViews } from "./asset_views";
import { marketViews } from "./market_views";
import { runViews } from "./run_views";
import type { ViewSpec } from "./view";

/** The views over the star schema; sql/views has the SQL of each. */
export const views: readonly ViewSpec[] = [...marketViews, ...assetViews, ...runViews];
