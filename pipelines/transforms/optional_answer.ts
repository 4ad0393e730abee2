import type { Answer } from "../coingecko/answer";
import type { Api } from "../coingecko/api";
import type { ApiRequest } from "../coingecko/requests";
import { ActionableError } from "../core/actionable_error";

/**
 * An answer for a table that the run can do without; or why there is none, as a sentence.
 * @param check throws what makes a fetched body unusable; then it is not archived
 */
export async function optionalAnswer(
  api: Api,
  request: ApiRequest,
  check: (body: unknown) => void,
): Promise<Answer | { readonly reason: string }> {
  const { path } = request;
  const answer = await api.askOptional(request, check);
  if (answer instanceof ActionableError) {
    const reason = api.canFetch()
      ? answer.message
      : `the archive of the date has no ${path}, and CoinGecko knows only now.`;
    return { reason };
  }
  return answer.body === null ? { reason: `the source has no ${path}.` } : answer;
}
