/** A count with its thousands grouped: `17,500`. Intl, which does that too, takes 20 ms to load. */
export function countText(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ",");
}
