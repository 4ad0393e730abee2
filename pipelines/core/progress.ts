import { EventEmitter } from "node:events";

/** What happened in a stage since its last event; the figures of all shards add up. */
export interface StageProgress {
  readonly stage: "pages" | "details" | "rows";
  /** How many more are to be done. */
  readonly planned?: number;
  /** How many more are done. */
  readonly done?: number;
  /** How many coins these had. */
  readonly coins?: number;
}

/**
 * Steps report their progress here. It is displayed when they run in this process; on a worker there
 * is no listener, and nothing depends on one.
 */
export const progress = new EventEmitter<{ stage: [StageProgress] }>();
