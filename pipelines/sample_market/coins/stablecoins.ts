const stablecoinPeriod = 23;
const firstStablecoin = 2;

/** Whether a base rank is that of a coin worth a dollar. */
export function isStablecoin(baseRank: number | null): boolean {
  return baseRank !== null && baseRank % stablecoinPeriod === firstStablecoin;
}
