export function quotient(dividend: number, divisor: number): number {
  return dividend / divisor;
}

export function percentage(
  from: number | null | undefined,
  to: number | null | undefined,
): number | null {
  return from && to != null ? 100 * (to / from - 1) : null;
}

export function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

export function mean(numbers: readonly number[]): number {
  return sum(numbers) / numbers.length;
}

export function covariance(x: readonly number[], y: readonly number[]): number {
  return mean(x.map((value, at) => (value - mean(x)) * ((y[at] ?? 0) - mean(y))));
}
