import type { Answer } from "../answers/answer";
import type { SampleMarket } from "../market/sample_market";
import { msPerDay } from "../time";

/** The limit of history without a paid plan. */
export const publicHistoryDays = 365;

export function beyondPublicHistory(market: SampleMarket, at: number): boolean {
  return at < market.now - publicHistoryDays * msPerDay;
}

/** The answer to a request beyond the limit. */
export function historyLimitAnswer(market: SampleMarket): Answer {
  const status = {
    timestamp: new Date(market.now).toISOString().replace("Z", "+00:00"),
    error_code: 10012,
    error_message:
      "Your request exceeds the allowed time range. Public API users are limited to querying " +
      `historical data within the past ${publicHistoryDays} days.`,
  };
  return { status: 401, body: JSON.stringify({ error: { status } }) };
}
