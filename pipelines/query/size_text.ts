const units = ["bytes", "kB", "MB", "GB", "TB"] as const;

/** A number of bytes as a person reads it: `12.3 MB`. */
export function sizeText(bytes: number): string {
  const step = bytes < 1000 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), units.length - 1);
  const digits = step === 0 ? 0 : 1;
  return `${(bytes / 1000 ** step).toFixed(digits).replace(/\.0$/, "")} ${units[step] ?? ""}`;
}
