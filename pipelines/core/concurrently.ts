/**
 * Works on several inputs at a time and yields the results as they come. Inputs are taken one by
 * one, so that a source may end early by what has been seen. After a failure nothing new begins,
 * what runs is awaited, and the first failure is thrown.
 */
export async function* concurrently<I, O>(
  inputs: Iterable<I>,
  limit: number,
  work: (input: I) => Promise<O>,
): AsyncGenerator<O, void, undefined> {
  const running = new Set<Promise<void>>();
  const finished: O[] = [];
  const failures: unknown[] = [];
  try {
    for (const input of inputs) {
      start(input);
      while (running.size >= limit && failures.length === 0) await Promise.race(running);
      yield* finished.splice(0);
      if (failures.length > 0) break;
    }
    // What ended while the consumer was busy is not running any more, but not yet handed on.
    while (running.size > 0 || finished.length > 0) {
      if (finished.length === 0) await Promise.race(running);
      yield* finished.splice(0);
    }
  } finally {
    await Promise.all(running);
  }
  if (failures.length > 0) throw failures[0];

  // A task never rejects: one that did while the consumer is busy would end the process.
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
