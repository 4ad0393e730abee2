import { progress } from "../core/progress";
import { TransientError } from "./api_error";

/** What a person is shown of the calls: that one is open, is attempted again, or has to wait. */

let calls = 0;

/** Makes a call, and notifies of its start and its end. */
export async function notifyingCall<T>(url: string, call: () => Promise<T>): Promise<T> {
  const started = { call: ++calls, host: hostOf(url) };
  progress.emit("call", started);
  let isAnswered = false;
  try {
    const answer = await call();
    isAnswered = true;
    return answer;
  } finally {
    progress.emit("callEnd", { ...started, isAnswered });
  }
}

/** @param attempt which one is next, from 2 */
export function notifyRetry(url: string, error: unknown, attempt: number, attempts: number): void {
  const host = hostOf(url);
  // A rate limit is a pause.
  if (!(error instanceof TransientError)) return;
  progress.emit("retry", { host, reason: reasonOf(error), attempt, attempts });
}

export function notifyPause(url: string, milliseconds: number): void {
  progress.emit("pause", { host: hostOf(url), milliseconds });
}

function reasonOf({ details }: TransientError): string {
  if (details.unreachable) return "no connection";
  if (details.unanswered) return "no answer";
  return details.status === undefined ? "damaged answer" : `error ${details.status}`;
}

function hostOf(url: string): string {
  return new URL(url).host;
}
