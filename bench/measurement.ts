/** What a program used, from start to exit. */
export interface Measurement {
  readonly seconds: number;
  /** User and system time. */
  readonly cpuSeconds: number;
  readonly peakMegabytes: number;
}

/** The median of each figure. */
export function medianOf(measurements: readonly Measurement[]): Measurement {
  const figure = (of: (measurement: Measurement) => number) => median(measurements.map(of));
  return {
    seconds: figure(({ seconds }) => seconds),
    cpuSeconds: figure(({ cpuSeconds }) => cpuSeconds),
    peakMegabytes: figure(({ peakMegabytes }) => peakMegabytes),
  };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? NaN)
    : ((sorted[middle - 1] ?? NaN) + (sorted[middle] ?? NaN)) / 2;
}
