import type { PCollection, Root } from "apache-beam/pvalue";
import type { PTransform } from "apache-beam/transforms/transform";
import { cryptoAssetContract } from "../../../schemas/crypto_asset_contract";
import { AsyncDoFn } from "../../beam/async_do_fn";
import { registerDoFns } from "../../beam/register";
import { composite, create, split, step } from "../../beam/step";
import type { AuditRecord } from "../../run/audit_record";
import { type DayRuns, dayRun, lastDate } from "../../run/day_runs";
import { previousRows } from "../previous_rows";
import { partitionOf, partitions } from "../stage/sorted_line";
import type { ContractObservation } from "./observation";

type ReadContractsOutput =
  { readonly observations: ContractObservation } | { readonly audit: AuditRecord };

/** A type and not an interface: Beam takes only those as the result of a composite. */
export type PreviousContracts = {
  readonly observations: PCollection<ContractObservation>;
  readonly audit: PCollection<AuditRecord>;
};

/** The contracts as the last run left them. */
export function previousContracts(runs: DayRuns): PTransform<Root, PreviousContracts> {
  return composite("PreviousContracts", (root) =>
    root
      .apply(create("Contracts", [0]))
      .apply(step("Read", new ReadContracts(runs)))
      .apply(split("FromContracts", ["observations", "audit"])),
  );
}

class ReadContracts extends AsyncDoFn<number, ReadContractsOutput> {
  constructor(private readonly runs: DayRuns) {
    super();
  }

  async *processAsync(): AsyncGenerator<ReadContractsOutput> {
    const run = dayRun(this.runs, lastDate(this.runs));
    let read = 0;
    let date: string | undefined;
    for await (const row of previousRows(run, cryptoAssetContract)) {
      const { asset_id, last_checked_date: checked } = row;
      yield { observations: { partition: partitionOf(asset_id), kind: "previous", row } };
      read++;
      if (date === undefined || checked < date) date = checked;
    }
    for (let partition = 0; partition < partitions; partition++) {
      yield { observations: { partition, kind: "checkedUntil", date: date ?? "" } };
    }
    yield { audit: { date: run.snapshotDate, kind: "controlTotal", n: read } };
  }
}

registerDoFns("transforms/contracts/previous_contracts", { ReadContracts });
