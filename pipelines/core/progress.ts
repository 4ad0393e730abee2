import { EventEmitter } from "node:events";

/** What has happened in a stage of the run since it last told: the figures of all shards add up. */
export interface StageProgress {
  readonly stage: "pages" | "details" | "rows";
  /** So many more are to be done. */
  readonly planned?: number;
  /** So many more are done. */
  readonly done?: number;
  /** So many more coins were in them. */
  readonly coins?: number;
}

/**
 * Steps tell of their progress here. It reaches a person when the steps run in this process; on a
 * worker nobody listens, and nothing depends on it.
 */
export const progress = new EventEmitter<{ stage: [StageProgress] }>();
