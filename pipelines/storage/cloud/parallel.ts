/**
 * Runs a step for each item, a few at a time, and takes the next item only when there is room for
 * it. The first failure ends it, after the steps under way have ended.
 * @returns the results in the items' order.
 */
export async function inParallel<T, R>(
  items: AsyncIterable<T> | Iterable<T>,
  atOnce: number,
  step: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const underWay = new Set<Promise<void>>();
  let failure: { error: unknown } | undefined;
  let index = 0;
  try {
    for await (const item of items) {
      const place = index++;
      const task: Promise<void> = step(item)
        .then((result) => {
          results[place] = result;
        })
        .catch((error: unknown) => {
          failure ??= { error };
        })
        .finally(() => underWay.delete(task));
      underWay.add(task);
      if (underWay.size >= atOnce) await Promise.race(underWay);
      if (failure) break;
    }
  } finally {
    await Promise.all(underWay);
  }
  if (failure) throw failure.error;
  return results;
}
