import { existsSync } from "node:fs";
import { join } from "node:path";

const name = process.env.COINGECKO_RECORDINGS ?? join("..", "shared", "data", "coingecko");

/**
 * The folder of recorded answers and CoinGecko's official description, where available:
 * COINGECKO_RECORDINGS, or beside the checkout. Null otherwise: the project ships none.
 */
export const recordingsFolder: string | null = existsSync(name) ? name : null;
