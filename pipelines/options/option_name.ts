import { optionAliases } from "./refused_options";

/**
 * An option's name from any spelling, `snapshotDate`, `snapshot-date` or `snapshot_date`, and from
 * those of other Beam SDKs.
 */
export function optionName(spelling: string): string {
  const name = spelling.replace(/[-_]+([a-zA-Z0-9])/g, (_, letter: string) => letter.toUpperCase());
  return optionAliases[name] ?? name;
}
