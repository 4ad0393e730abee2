import type { PCollection } from "apache-beam/pvalue";
import type { PTransform } from "apache-beam/transforms/transform";
import type { KV } from "apache-beam/values";
import { cryptoAssetDim } from "../../../schemas/crypto_asset_dim";
import { registerDoFns } from "../../beam/register";
import { composite, groupBy, split, step } from "../../beam/step";
import { ActionableError } from "../../core/actionable_error";
import type { AuditRecord } from "../../run/audit_record";
import { type DayRuns, dayRun } from "../../run/day_runs";
import { dayFailure } from "../day_failure";
import { checkMissing, checkRejects } from "../publish/publish_checks";
import { partitions } from "../stage/sorted_line";

/** For each partition: what was observed on the day may be merged. */
export interface AcceptedDay {
  readonly partition: number;
  readonly acceptedDate: string;
}

/** A type and not an interface: Beam takes only those as the result of a composite. */
export type AcceptedDays = {
  readonly accepted: PCollection<AcceptedDay>;
  readonly audit: PCollection<AuditRecord>;
};

/**
 * The days whose observations may be merged, by all audit records of what was observed: a table without
 * days holds all of them, so a day that fails must be known before it is merged.
 */
export function acceptedDays(runs: DayRuns): PTransform<PCollection<AuditRecord>, AcceptedDays> {
  return composite("AcceptedDays", (audit) =>
    audit
      .apply(groupBy("AuditByDay", "date"))
      .apply(step("JudgeDays", new JudgeDays(runs)))
      .apply(split("Judged", ["accepted", "audit"])),
  );
}

export type JudgeDaysOutput = { readonly accepted: AcceptedDay } | { readonly audit: AuditRecord };

/** Accepts a day, unless it has failed, or too many of its elements were rejected or are missing. */
export class JudgeDays {
  constructor(private readonly runs: DayRuns) {}

  *process({ key: date, value }: KV<string, Iterable<AuditRecord>>): Generator<JudgeDaysOutput> {
    const day = observedOn(value);
    if (day.hasFailed) return;
    const run = dayRun(this.runs, date);
    try {
      checkRejects(day.counts, run);
      checkMissing(day, run);
    } catch (error) {
      if (!(error instanceof ActionableError)) throw error;
      yield { audit: dayFailure(date, error) };
      return;
    }
    for (let partition = 0; partition < partitions; partition++) {
      yield { accepted: { partition, acceptedDate: date } };
    }
  }
}

/**
 * What the audit records say so far. The elements fetched are those of the coin list, or else of the
 * market pages: no more than the run counts in the end, which takes the dimension of before into
 * account, so that a day that is accepted here is not refused later.
 */
function observedOn(records: Iterable<AuditRecord>) {
  const elements = { list: 0, market: 0 };
  let rejects = 0;
  let missing = 0;
  let listed = 0;
  let hasFailed = false;
  for (const record of records) {
    if (record.kind === "failed") hasFailed = true;
    else if (record.kind === "observed") elements[record.on] += record.n;
    else if (record.kind === "missing") {
      missing += record.ids.length + record.unnamed;
      listed += record.listed;
    } else if (record.kind === "count" && record.count === "rejects") {
      if ((record.table ?? cryptoAssetDim.name) === cryptoAssetDim.name) rejects += record.n;
    }
  }
  const fetched = (elements.list || elements.market) + rejects;
  return { hasFailed, listed, counts: { fetched, rejects, missing } };
}

registerDoFns("transforms/assets/accepted_days", { JudgeDays });
