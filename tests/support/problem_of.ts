import { Problem } from "../../pipelines/problem";

/** The one line of the Problem that an attempt ends with. */
export async function problemOf(attempt: Promise<unknown>): Promise<string> {
  const reason = await attempt.then(
    (result) => new Error(`There was no problem, but ${JSON.stringify(result)}.`),
    (error: unknown) => error,
  );
  expect(reason).toBeInstanceOf(Problem);
  const { message } = reason as Problem;
  expect(message).not.toContain("\n");
  return message;
}
