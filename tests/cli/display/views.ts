import { PassThrough } from "node:stream";
import { TextLayout } from "../../../pipelines/cli/display/text_layout";
import type { ProgressView, StageSum } from "../../../pipelines/cli/display/run_progress";

export const pages: StageSum = { stage: "pages", planned: 71, done: 31, coins: 7_750, since: 0 };

/** A run in the middle of its pages. */
export function viewOf(others: Partial<ProgressView> = {}): ProgressView {
  return {
    pipeline: "market-snapshot",
    stage: pages,
    secondsLeft: 8 * 60,
    calls: 33,
    maxRequests: 300,
    callsPerMinute: 9.8,
    notice: null,
    ...others,
  };
}

/** A layout for a stream of so many columns that has no colors. */
export function layoutOf(columns: number): TextLayout {
  const stream = Object.assign(new PassThrough(), { columns });
  return new TextLayout(stream as unknown as NodeJS.WriteStream);
}
