import { ActionableError } from "../core/actionable_error";
import { interrupt } from "../core/interruption";
import type { AuditRecord } from "../run/audit_record";

/**
 * What a step yields for one day. Where that ends in an error that a repeat of the step would meet
 * again, the day has failed, and the other days go on; any other error is thrown, and the runner may
 * repeat the step.
 */
export async function* orDayFails<T>(
  date: string,
  outputs: AsyncIterable<T>,
): AsyncGenerator<T | { readonly audit: AuditRecord }> {
  try {
    yield* outputs;
  } catch (error) {
    if (!(error instanceof ActionableError) || interrupt.signal.aborted) throw error;
    yield { audit: dayFailure(date, error) };
  }
}

export function dayFailure(date: string, { what, next }: ActionableError): AuditRecord {
  return { date, kind: "failed", what, next };
}
