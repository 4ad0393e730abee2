/** A duration as a person says it: `43 s`, `9 min`, `2 h 5 min`. Rounded up: nobody likes to wait longer. */
export function durationText(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 100) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** How long something took: `1.9 s`, `7 min 12 s`. */
export function elapsedText(milliseconds: number): string {
  const seconds = Math.max(0, milliseconds) / 1_000;
  if (seconds < 100) return `${seconds.toFixed(1)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`;
}

/** Who answers at a host. */
export function nameOfHost(host: string): string {
  return /(^|\.)coingecko\.com$/.test(host) ? "CoinGecko" : host;
}

/** A file's or table's place as a person types it. */
export function placeText(warehouse: string): string {
  return warehouse.replace(/^duckdb:/, "");
}
