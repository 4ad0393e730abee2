import { ActionableError } from "../../pipelines/core/actionable_error";

/** The message, a single line, of the ActionableError that a promise rejects with. */
export async function errorOf(attempt: Promise<unknown>): Promise<string> {
  const reason = await attempt.then(
    (result) => new Error(`It did not fail, but gave ${JSON.stringify(result)}.`),
    (error: unknown) => error,
  );
  expect(reason).toBeInstanceOf(ActionableError);
  const { message } = reason as ActionableError;
  expect(message).not.toContain("\n");
  return message;
}
