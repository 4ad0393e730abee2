import type { PCollection, Root } from "apache-beam/pvalue";
import type { PTransform } from "apache-beam/transforms/transform";
import { cryptoAssetDim } from "../../../schemas/crypto_asset_dim";
import { AsyncDoFn } from "../../beam/async_do_fn";
import { registerDoFns } from "../../beam/register";
import { composite, create, split, step } from "../../beam/step";
import { type DayRuns, dayRun, lastDate } from "../../run/day_runs";
import type { Observation } from "./observation";
import type { AuditRecord } from "../../run/audit_record";
import { previousRows } from "../previous_rows";
import { partitionOf, partitions } from "../stage/sorted_line";

export type ReadDimensionOutput =
  | { readonly observations: Observation }
  | { readonly audit: AuditRecord }
  | { readonly checked: CheckedUntil };

/** For each partition: every coin of the previous dimension was looked for on this date or later. */
export interface CheckedUntil {
  readonly partition: number;
  readonly checkedUntil: string;
}

/** A type and not an interface: Beam takes only those as the result of a composite. */
export type PreviousDimension = {
  readonly observations: PCollection<Observation>;
  readonly checked: PCollection<CheckedUntil>;
  readonly audit: PCollection<AuditRecord>;
};

/** The dimension as the last run left it. */
export function previousDimension(runs: DayRuns): PTransform<Root, PreviousDimension> {
  return composite("PreviousDimension", (root) =>
    root
      .apply(create("Dimension", [0]))
      .apply(step("Read", new ReadDimension(runs)))
      .apply(split("FromDimension", ["observations", "checked", "audit"])),
  );
}

/** Reads the previous dimension from the CSV, and adds the coins that are requested by id. */
export class ReadDimension extends AsyncDoFn<number, ReadDimensionOutput> {
  constructor(private readonly runs: DayRuns) {
    super();
  }

  async *processAsync(): AsyncGenerator<ReadDimensionOutput> {
    const run = dayRun(this.runs, lastDate(this.runs));
    let read = 0;
    let checkedUntil: string | undefined;
    for await (const row of previousRows(run, cryptoAssetDim)) {
      const { asset_id } = row;
      yield { observations: { partition: partitionOf(asset_id), asset_id, kind: "previous", row } };
      read++;
      const checked = row.last_checked_date ?? row.last_seen_date;
      if (checkedUntil === undefined || checked < checkedUntil) checkedUntil = checked;
    }
    const { coins, snapshotDate: date } = run;
    const asked = coins.kind === "ids" ? coins.ids : [];
    for (const asset_id of asked) {
      yield { observations: { partition: partitionOf(asset_id), asset_id, kind: "asked" } };
    }
    for (let partition = 0; partition < partitions; partition++) {
      yield { checked: { partition, checkedUntil: checkedUntil ?? "" } };
    }
    yield { audit: { date, kind: "controlTotal", n: read + asked.length } };
  }
}

registerDoFns("transforms/assets/read_dimension", { ReadDimension });
