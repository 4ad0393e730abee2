import type { KV } from "apache-beam/values";
import { assetPlatformDim } from "../../../schemas/asset_platform_dim";
import { registerDoFns } from "../../beam/register";
import type { AuditRecord } from "../../run/audit_record";

/** Which platforms the table has after a day, and which ones the day's contracts are on. */
export interface PlatformUse {
  readonly date: string;
  readonly known?: readonly string[];
  /** How many contracts are on each platform. */
  readonly contracts?: readonly (readonly [platform: string, contracts: number])[];
}

/** How many platforms a warning names. */
const named = 5;

/** Warns once of all contracts on platforms that the table of platforms lacks. */
export class WarnOfUnlisted {
  *process({ key: date, value }: KV<string, Iterable<PlatformUse>>): Generator<AuditRecord> {
    const known = new Set<string>();
    for (const part of value) for (const id of part.known ?? []) known.add(id);
    // Where no list of platforms was read, its own warning says so.
    if (known.size === 0) return;
    const unlisted = new Map<string, number>();
    for (const { contracts = [] } of value) {
      for (const [id, n] of contracts) {
        if (!known.has(id)) unlisted.set(id, (unlisted.get(id) ?? 0) + n);
      }
    }
    if (unlisted.size === 0) return;
    const contracts = [...unlisted.values()].reduce((sum, n) => sum + n, 0);
    const ids = [...unlisted.keys()].sort();
    const names = [...ids.slice(0, named), ...(ids.length > named ? ["..."] : [])].join(", ");
    const are = contracts === 1 ? "1 contract is" : `${contracts} contracts are`;
    const platforms = ids.length === 1 ? "a platform" : `${ids.length} platforms`;
    const message = `${are} on ${platforms} that ${assetPlatformDim.name} does not have: ${names}.`;
    yield { date, kind: "warning", message };
  }
}

registerDoFns("transforms/contracts/unlisted_platforms", { WarnOfUnlisted });
