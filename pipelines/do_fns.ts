/** Every DoFn class of the project, so that a worker knows them all by name. */
import "./asset_dim";
import "./beam/spread_work";
import "./date_dim";
import "./market_history";
import "./market_snapshot";
