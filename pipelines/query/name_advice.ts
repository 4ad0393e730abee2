import { nearestNames } from "../core/text/nearest_names";

/** What to do about a name that does not exist: it may be misspelled, or a part of one. */
export function nameAdvice(name: string, known: readonly string[]): string {
  const like = nearestNames(name, known);
  const part = name.toLowerCase();
  const meant = like.length > 0 ? like : known.filter((one) => one.toLowerCase().includes(part));
  if (meant.length > 0) return `Did you mean ${meant.slice(0, 3).join(" or ")}?`;
  if (known.length === 0) return "There is none: run a pipeline first.";
  return `There are ${[...known].sort().join(", ")}.`;
}
