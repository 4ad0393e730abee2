import { EventEmitter } from "node:events";

/** What happened in a stage since its last event; the figures of all shards add up. */
export interface StageProgress {
  readonly stage: "pages" | "details" | "charts" | "rows";
  /** How many more are to be done. */
  readonly planned?: number;
  /** How many more are done. */
  readonly done?: number;
  /** How many coins these had. */
  readonly coins?: number;
}

/** A call that is sent to the API. */
export interface CallProgress {
  /** Unique in this process. */
  readonly call: number;
  readonly host: string;
}

/** Why no call is made for a while: the API has said that its rate limit is reached. */
export interface PauseProgress {
  readonly host: string;
  readonly milliseconds: number;
}

/** A call that failed, and is attempted again. */
export interface RetryProgress {
  readonly host: string;
  /** What happened, in a few words: `no answer`. */
  readonly reason: string;
  /** Which attempt is next, from 2. */
  readonly attempt: number;
  /** How many there are at most. */
  readonly attempts: number;
}

export interface ProgressEvents {
  stage: [StageProgress];
  call: [CallProgress];
  /** The call of that number has ended, with a usable answer or without. */
  callEnd: [CallProgress & { readonly isAnswered: boolean }];
  pause: [PauseProgress];
  retry: [RetryProgress];
}

/**
 * Steps report their progress here. It is displayed when they run in this process; on a worker there
 * is no listener, and nothing depends on one.
 */
export const progress = new EventEmitter<ProgressEvents>();
