import { EventEmitter } from "node:events";

/** How far a stage of the run has come, for whoever shows it to a person. */
export interface StageProgress {
  /** Such as `pages`, `details`, `rows`. */
  readonly stage: string;
  readonly done: number;
  /** Unknown while it is undefined. */
  readonly total?: number;
}

/**
 * Steps tell of their progress here. It reaches a person when the steps run in this process; on a
 * worker nobody listens, and nothing depends on it.
 */
export const progress = new EventEmitter<{ stage: [StageProgress] }>();
