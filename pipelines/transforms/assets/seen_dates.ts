/** The least of two days; "" where there is none. */
export function least(a: string | null | undefined, b: string | undefined): string {
  return days(a, b)[0] ?? "";
}

/** The greatest of two days; "" where there is none. */
export function greatest(a: string | null | undefined, b: string | undefined): string {
  return days(a, b).at(-1) ?? "";
}

function days(...dates: readonly (string | null | undefined)[]): string[] {
  return dates.filter((date) => typeof date === "string").sort();
}
