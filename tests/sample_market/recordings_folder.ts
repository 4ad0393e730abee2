import { existsSync } from "node:fs";
import { join } from "node:path";

const name = process.env.COINGECKO_RECORDINGS ?? join("..", "shared", "data", "coingecko");

/**
 * Where real answers and CoinGecko's official description are, on the machines that have them:
 * COINGECKO_RECORDINGS, or beside the checkout. Null elsewhere: the project ships none.
 */
export const recordingsFolder: string | null = existsSync(name) ? name : null;
