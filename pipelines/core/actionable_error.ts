/**
 * A failure that a person can act on: the message is one readable line that says what is wrong and
 * where; `next` says what to do. The command line prints both, without a stack.
 */
export class ActionableError extends Error {
  override readonly name: string = "Problem";

  constructor(
    readonly what: string,
    readonly next: string,
    options?: ErrorOptions,
  ) {
    super(`${what} ${next}`.trim(), options);
  }
}
