import { ActionableError } from "../../pipelines/core/actionable_error";

/** The one line of the Problem that an attempt ends with. */
export async function errorOf(attempt: Promise<unknown>): Promise<string> {
  const reason = await attempt.then(
    (result) => new Error(`There was no problem, but ${JSON.stringify(result)}.`),
    (error: unknown) => error,
  );
  expect(reason).toBeInstanceOf(ActionableError);
  const { message } = reason as ActionableError;
  expect(message).not.toContain("\n");
  return message;
}
