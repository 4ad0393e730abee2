import { distance } from "fastest-levenshtein";

/** How many edits a misspelling has at most; and the share of a name that it leaves as it is. */
const mostEdits = 3;
const leastAlike = 0.4;

/** The names with the fewest edits to a misspelled one, whatever the case, if any are like it. */
export function nearestNames(misspelled: string, names: readonly string[]): string[] {
  const wanted = misspelled.toLowerCase();
  const like = names
    .map((name) => ({ name, edits: distance(wanted, name.toLowerCase()) }))
    .filter(({ name, edits }) => {
      const length = Math.max(wanted.length, name.length);
      return edits <= mostEdits && length - edits > leastAlike * length;
    });
  const fewest = Math.min(...like.map(({ edits }) => edits));
  return like
    .filter(({ edits }) => edits === fewest)
    .map(({ name }) => name)
    .sort();
}
