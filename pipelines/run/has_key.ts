import { keySource } from "../coingecko/api_key";
import type { Options } from "../options/options";

/** Whether the workers will have a key; those of Dataflow don't have this environment. */
export function hasKey({ source, runner }: Options): boolean {
  if (source.kind === "sample") return false;
  return keySource(source, runner === "dataflow" ? {} : process.env) !== undefined;
}
