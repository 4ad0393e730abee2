import type { PCollection } from "apache-beam/pvalue";
import type { PTransform } from "apache-beam/transforms/transform";
import type { KV } from "apache-beam/values";
import type { ContractRow } from "../../../schemas/crypto_asset_contract";
import { registerDoFns } from "../../beam/register";
import { composite, groupBy, step } from "../../beam/step";
import type { AuditRecord } from "../../run/audit_record";
import { partitionOf } from "../stage/sorted_line";

/** One end of a move on a day: an asset that an address has come to, or one that it has left. */
export interface MoveEnd {
  /** Names the day and the partition of the contract. */
  readonly key: string;
  readonly date: string;
  /** Platform and address. */
  readonly contract: string;
  readonly end: "to" | "from";
}

/**
 * Counts the contracts that passed from one asset to another on a day: that an asset has for the first
 * time, and another had before and has no more. It follows from the table and the day, so that a
 * repeat counts the same.
 */
export function countMoves(): PTransform<PCollection<MoveEnd>, PCollection<AuditRecord>> {
  return composite("MovedContracts", (ends) =>
    ends.apply(groupBy("EndsByPartition", "key")).apply(step("CountMoves", new CountMoves())),
  );
}

/** The end of a move that a row may be, as the table is after a day. */
export function moveEnd(row: ContractRow, date: string): MoveEnd | null {
  const isNew = row.first_seen_date === date;
  const hasLeft = !row.is_active && row.last_seen_date < date;
  if (!isNew && !hasLeft) return null;
  const contract = JSON.stringify([row.platform_id, row.contract_address_key]);
  const key = `${date}/${partitionOf(contract)}`;
  return { key, date, contract, end: isNew ? "to" : "from" };
}

export class CountMoves {
  *process({ value }: KV<string, Iterable<MoveEnd>>): Generator<AuditRecord> {
    const ends = { to: new Set<string>(), from: new Set<string>() };
    let date = "";
    for (const element of value) {
      ({ date } = element);
      ends[element.end].add(element.contract);
    }
    const moved = [...ends.to].filter((contract) => ends.from.has(contract));
    yield { date, kind: "movedContracts", n: moved.length };
  }
}

registerDoFns("transforms/contracts/moved_contracts", { CountMoves });
