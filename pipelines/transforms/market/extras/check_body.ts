import { ActionableError } from "../../../core/actionable_error";
import { FieldError } from "../../parse/fields";
import type { ExtraSpec } from "./extra_spec";

/**
 * Checks a body before it is archived.
 * @param path of the request
 * @throws ActionableError where no row can be made of it
 */
export function checkBody({ isEmpty }: ExtraSpec, path: string, body: unknown): void {
  const problem = problemOf(body, isEmpty);
  if (problem === undefined) return;
  throw new ActionableError(
    `the answer of ${path} ${problem}.`,
    "It is not archived: a repeat of the date asks again.",
  );
}

function problemOf(body: unknown, isEmpty: ExtraSpec["isEmpty"]): string | undefined {
  try {
    return isEmpty(body) ? "is empty" : undefined;
  } catch (error) {
    if (!(error instanceof FieldError)) throw error;
    return `has another shape than documented (${error.reason})`;
  }
}
