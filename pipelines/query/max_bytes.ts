import { Option } from "commander";
import { UsageError } from "../options/usage_error";

/** How much a command that reads a warehouse may read, as an option of it: a number of bytes. */
export function maxBytesOption(): Option {
  return new Option("--maxBytes <size>", "BigQuery: refuse to read more")
    .argParser(bytes)
    .default(10e9, "10GB");
}

const units: Readonly<Record<string, number>> = { "": 1, K: 1e3, M: 1e6, G: 1e9, T: 1e12 };

function bytes(text: string): number {
  const [, digits, unit = ""] = /^(\d+(?:\.\d+)?)\s*([KMGT]?)B?$/i.exec(text) ?? [];
  const size = Number(digits) * (units[unit.toUpperCase()] ?? NaN);
  if (Number.isNaN(size) || size < 1) {
    throw new UsageError(`--maxBytes=${text}: expected a size, such as 500MB or 10GB.`);
  }
  return Math.floor(size);
}
