/**
 * Works on several inputs at a time and yields the results as they come. Inputs are taken one by
 * one, and only when there is room for one, so that their source may end early depending on the
 * results so far. After a failure no further work starts, what runs is awaited, and the first failure
 * is thrown.
 */
export async function* concurrently<I, O>(
  inputs: Iterable<I> | AsyncIterable<I>,
  limit: number,
  work: (input: I) => Promise<O>,
): AsyncGenerator<O, void, undefined> {
  const running = new Set<Promise<void>>();
  const finished: O[] = [];
  const failures: unknown[] = [];
  try {
    for await (const input of inputs) {
      if (failures.length > 0) break;
      start(input);
      while (running.size >= limit && failures.length === 0) await Promise.race(running);
      yield* finished.splice(0);
      if (failures.length > 0) break;
    }
    // What ended while the consumer was busy no longer runs, but has not been yielded yet.
    while (running.size > 0 || finished.length > 0) {
      if (finished.length === 0) await Promise.race(running);
      yield* finished.splice(0);
    }
  } finally {
    await Promise.all(running);
  }
  if (failures.length > 0) throw failures[0];

  // A task never rejects: a rejection while the consumer is busy would end the process.
  function start(input: I): void {
    const task = work(input)
      .then(
        (output) => finished.push(output),
        (failure: unknown) => failures.push(failure),
      )
      .then(() => void running.delete(task));
    running.add(task);
  }
}

/**
 * Works on all inputs, several at a time.
 * @returns the results in the order of the inputs
 * @throws the first failure, when what runs has ended
 */
export async function mapConcurrently<I, O>(
  inputs: Iterable<I> | AsyncIterable<I>,
  limit: number,
  work: (input: I) => Promise<O>,
): Promise<O[]> {
  const outputs: O[] = [];
  const place = async ({ input, index }: Numbered<I>) => {
    outputs[index] = await work(input);
  };
  const all = concurrently(numbered(inputs), limit, place);
  while (!(await all.next()).done);
  return outputs;
}

interface Numbered<I> {
  readonly input: I;
  readonly index: number;
}

async function* numbered<I>(
  inputs: Iterable<I> | AsyncIterable<I>,
): AsyncGenerator<Numbered<I>, void, undefined> {
  let index = 0;
  for await (const input of inputs) yield { input, index: index++ };
}
