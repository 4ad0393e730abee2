import { distance } from "fastest-levenshtein";

/** The names that a mistyped one may stand for, the nearest first, at most three. */
export function nearestNames(name: string, known: readonly string[]): string[] {
  const wanted = name.toLowerCase();
  return known
    .map((one) => ({
      one,
      steps: distance(wanted, one.toLowerCase()),
      shares: one.toLowerCase().includes(wanted),
    }))
    .filter(({ one, steps, shares }) => shares || steps <= Math.max(2, one.length / 3))
    .sort((a, b) => a.steps - b.steps || (a.one < b.one ? -1 : 1))
    .slice(0, 3)
    .map(({ one }) => one);
}

/** What to do about a name that does not exist. */
export function nearestAdvice(name: string, known: readonly string[]): string {
  const nearest = nearestNames(name, known);
  if (nearest.length > 0) return `Did you mean ${nearest.join(" or ")}?`;
  if (known.length === 0) return "There is none: run a pipeline first.";
  return `There are ${[...known].sort().join(", ")}.`;
}
