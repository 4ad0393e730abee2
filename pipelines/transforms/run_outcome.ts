import type { ApiUse } from "../coingecko/api";
import { noApiUse, noCounts } from "../run_report";
import type { Counts, Fact, Part } from "./facts";
import type { SeenMover } from "./movers";

/** All facts of a run, added up. */
export interface RunOutcome {
  readonly counts: Counts;
  readonly api: ApiUse;
  readonly missingIds: readonly string[];
  readonly warnings: readonly string[];
  readonly movers: readonly SeenMover[];
  readonly parts: Readonly<Record<Part["file"], readonly Part[]>>;
}

/**
 * Adds up the facts of a run. Of a bundle that a runner repeats, the facts of one attempt arrive.
 * @throws Error when elements were lost: fetched = rows + duplicates + rejects must hold
 */
export function addUp(facts: Iterable<Fact>): RunOutcome {
  const counts: Record<keyof Counts, number> = { ...noCounts };
  const api: Record<keyof ApiUse, number> = { ...noApiUse };
  let balance = 0;
  const missingIds: string[] = [];
  const warnings: string[] = [];
  const movers: SeenMover[] = [];
  const parts: Record<Part["file"], Part[]> = { rows: [], rejected: [] };
  for (const fact of facts) {
    if (fact.kind === "count") counts[fact.count] += fact.n;
    else if (fact.kind === "balance") balance += fact.n;
    else if (fact.kind === "missing") missingIds.push(...fact.ids);
    else if (fact.kind === "warning") warnings.push(fact.message);
    else if (fact.kind === "movers") movers.push(...fact.movers);
    else if (fact.kind === "part") parts[fact.part.file].push(fact.part);
    else for (const key of Object.keys(api) as (keyof ApiUse)[]) api[key] += fact.use[key];
  }
  counts.rows = parts.rows.reduce((sum, part) => sum + part.lines, 0);
  counts.missing = missingIds.length;
  checkNothingLost(counts, parts, balance);
  return { counts, api, missingIds: missingIds.sort(), warnings: warnings.sort(), movers, parts };
}

function checkNothingLost(counts: Counts, parts: RunOutcome["parts"], balance: number): void {
  const { fetched, rows, duplicates, rejects } = counts;
  const written = parts.rejected.reduce((sum, part) => sum + part.lines, 0);
  if (fetched !== rows + duplicates + rejects || written !== rejects || balance !== 0) {
    throw new Error(
      `Elements were lost: fetched ${fetched}, but ${rows} rows + ${duplicates} duplicates + ${rejects} rejects (${written} written); balance ${balance}.`,
    );
  }
}
