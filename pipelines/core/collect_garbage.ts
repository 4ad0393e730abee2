import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** Two or three days of the whole market. */
const rowsBetweenCollections = 50_000;

/** Collects all garbage now, in about 30 ms: for the end of a large step in a process of several. */
export function collectGarbage(): void {
  // V8 gives contexts that are made from here on its own function for it.
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
}

/**
 * For a step whose rows live just long enough that V8 would collect them late: the memory of many days
 * would be that of several.
 * @returns a function to call with the number of rows that are done; some of its calls collect garbage
 */
export function garbageCollection(): (rows: number) => void {
  let done = 0;
  return (rows) => {
    done += rows;
    if (done < rowsBetweenCollections) return;
    done = 0;
    collectGarbage();
  };
}
