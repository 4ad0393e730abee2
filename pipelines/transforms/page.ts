/** A good answer of the API whose body is a list, parsed. */
export interface Page {
  readonly url: string;
  /** ISO timestamp, UTC. */
  readonly fetchedAt: string;
  /** The body as it came: a rejected element is quoted from it. */
  readonly text: string;
  readonly elements: readonly unknown[];
}
