/** How a run ended, and the sum of each counter over all its workers. */
export interface RunResult {
  /** Beam's name of the job's last state: `DONE`. */
  readonly state: string;
  readonly counters: Readonly<Record<string, number>>;
}
