import type { WindowedValue } from "apache-beam/values";
import { inGlobalWindow } from "../../beam/operators/global_window";
import { registerDoFns } from "../../beam/register";
import type { AuditRecord } from "../../run/audit_record";
import type { DayRuns } from "../../run/day_runs";
import type { SeenMover } from "../../run/top_movers";
import { publishGroupOf } from "./publish_group";

/** An audit record, keyed by the days that are published together. */
export interface KeyedAudit {
  readonly group: string;
  readonly record: AuditRecord;
}

type Count = Extract<AuditRecord, { kind: "count" }>;

/**
 * Keys audit records by the days that are published together, so that one worker gets them. Of a bundle,
 * the counts of a day are added up and its movers joined first (Beam's combiner lifting): each page has
 * some, and a runner that keeps all days in memory would keep those of all pages.
 */
export class CombineAudit {
  /** Only while a bundle is processed, since a DoFn's fields are serialized. */
  private counts?: Map<string, Count>;
  private movers?: Map<string, SeenMover[]>;

  constructor(private readonly runs: DayRuns) {}

  startBundle(): void {
    this.counts = new Map();
    this.movers = new Map();
  }

  *process(record: AuditRecord): Generator<KeyedAudit> {
    if (record.kind === "count") this.add(record);
    else if (record.kind === "movers") this.join(record.date, record.movers);
    else yield this.keyed(record);
  }

  *finishBundle(): Generator<WindowedValue<KeyedAudit>> {
    const counts = [...(this.counts ?? [])].map(([, record]) => record);
    const movers = [...(this.movers ?? [])].map(([date, seen]): AuditRecord => ({
      date,
      kind: "movers",
      movers: seen,
    }));
    this.startBundle();
    for (const record of [...counts, ...movers]) yield inGlobalWindow(this.keyed(record));
  }

  private add(record: Count): void {
    const counts = (this.counts ??= new Map<string, Count>());
    const key = `${record.date}/${record.table ?? ""}/${record.count}`;
    counts.set(key, { ...record, n: record.n + (counts.get(key)?.n ?? 0) });
  }

  private join(date: string, seen: readonly SeenMover[]): void {
    const movers = (this.movers ??= new Map<string, SeenMover[]>());
    const ofDay = movers.get(date);
    if (ofDay) ofDay.push(...seen);
    else movers.set(date, [...seen]);
  }

  private keyed(record: AuditRecord): KeyedAudit {
    return { group: publishGroupOf(this.runs, record.date), record };
  }
}

registerDoFns("transforms/publish/combine_audit", { CombineAudit });
