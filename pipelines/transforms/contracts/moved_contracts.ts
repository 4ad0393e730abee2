import type { PCollection } from "apache-beam/pvalue";
import type { PTransform } from "apache-beam/transforms/transform";
import type { KV } from "apache-beam/values";
import type { ContractRow } from "../../../schemas/crypto_asset_contract";
import { registerDoFns } from "../../beam/register";
import { composite, groupBy, step } from "../../beam/step";
import type { AuditRecord } from "../../run/audit_record";
import type { Run } from "../../run/run";
import { partitionOf } from "../publish/sorted_line";

/** One end of a move: an asset that an address has come to, or one that it has left. */
export interface MoveEnd {
  readonly partition: number;
  /** Platform and address. */
  readonly contract: string;
  readonly end: "to" | "from";
}

/**
 * Counts the contracts that passed from one asset to another on the run's date: that an asset has for
 * the first time, and another had before and has no more. It follows from the table and the date, so
 * that a repeat counts the same.
 */
export function movedContracts(
  run: Run,
): PTransform<PCollection<ContractRow>, PCollection<AuditRecord>> {
  return composite("MovedContracts", (rows) =>
    rows
      .apply(step("MoveEnds", new MoveEnds(run)))
      .apply(groupBy("EndsByPartition", "partition"))
      .apply(step("CountMoves", new CountMoves())),
  );
}

export class MoveEnds {
  constructor(private readonly run: Pick<Run, "snapshotDate">) {}

  *process(row: ContractRow): Generator<MoveEnd> {
    const { snapshotDate: date } = this.run;
    const isNew = row.first_seen_date === date;
    const hasLeft = !row.is_active && row.last_seen_date < date;
    if (!isNew && !hasLeft) return;
    const contract = JSON.stringify([row.platform_id, row.contract_address_key]);
    yield { partition: partitionOf(contract), contract, end: isNew ? "to" : "from" };
  }
}

export class CountMoves {
  *process({ value }: KV<number, Iterable<MoveEnd>>): Generator<AuditRecord> {
    const ends = { to: new Set<string>(), from: new Set<string>() };
    for (const { contract, end } of value) ends[end].add(contract);
    const moved = [...ends.to].filter((contract) => ends.from.has(contract));
    yield { kind: "movedContracts", n: moved.length };
  }
}

registerDoFns("transforms/contracts/moved_contracts", { MoveEnds, CountMoves });
