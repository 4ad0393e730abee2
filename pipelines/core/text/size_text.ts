const units = ["bytes", "kB", "MB", "GB", "TB"] as const;

/** A number of bytes as a person reads it: `12.3 MB`. */
export function sizeText(bytes: number): string {
  let size = bytes;
  let step = 0;
  // What one decimal would round up to 1000 is one of the next unit.
  while (size >= 999.95 && step < units.length - 1) {
    size /= 1000;
    step++;
  }
  return `${size.toFixed(step === 0 ? 0 : 1).replace(/\.0$/, "")} ${units[step] ?? ""}`;
}
