/** A column narrower than this shows nothing that helps. */
const least = 8;

/**
 * The widths of a table's columns, so that they fit a line: the widest give way first. Columns that
 * have no place even so are left out at the end; one is always there.
 * @param natural how wide each column would like to be
 */
export function fitColumns(natural: readonly number[], width: number, gap: number): number[] {
  const smallest = natural.map((places) => Math.min(places, least));
  let count = 0;
  for (let used = 0; count < natural.length; count++) {
    used += (smallest[count] ?? 0) + gap;
    if (used > width && count > 0) break;
  }
  const widths = natural.slice(0, count);
  const available = width - gap * count;
  while (sum(widths) > available) {
    const widest = Math.max(...widths);
    if (widest <= least) break;
    const second = Math.max(least, ...widths.filter((places) => places < widest));
    const wide = widths.filter((places) => places === widest).length;
    const excess = Math.ceil((sum(widths) - available) / wide);
    const narrower = Math.max(second, widest - excess);
    widths.forEach((places, index) => {
      if (places === widest) widths[index] = narrower;
    });
  }
  return widths;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
