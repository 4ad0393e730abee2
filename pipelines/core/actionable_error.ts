/**
 * A failure that a person can act on: the message is one readable line that says what is wrong and
 * where; `next` says what to do. The command line prints both, without a stack.
 */
export class ActionableError extends Error {
  override readonly name: string = "ActionableError";

  constructor(
    readonly what: string,
    readonly next: string,
    options?: ErrorOptions,
  ) {
    super(`${sentence(what)} ${next}`.trim(), options);
  }
}

/** A text with a full stop where it has none: messages of other programs end as they like. */
function sentence(text: string): string {
  return /([.!?:;)]|^)$/.test(text) ? text : `${text}.`;
}

/** What an error means to a person: an ActionableError where there is advice, else the error itself. */
export type Explain = (error: unknown) => unknown;

/** Runs a step; what it throws is thrown as `explain` returns it. */
export async function explained<T>(explain: Explain, step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    throw explain(error);
  }
}

/** The same for the items of a stream. */
export async function* explainedEach<T>(
  explain: Explain,
  items: AsyncIterable<T>,
): AsyncGenerator<T> {
  try {
    yield* items;
  } catch (error) {
    throw explain(error);
  }
}
