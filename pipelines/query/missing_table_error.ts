import { ActionableError } from "../core/actionable_error";

/** A query reads a table that the warehouse does not have. */
export class MissingTableError extends ActionableError {
  override readonly name = "MissingTableError";
}
