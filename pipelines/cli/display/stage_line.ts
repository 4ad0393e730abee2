import { countText } from "../../core/text/count_text";
import type { PipelineName } from "../../options/pipeline_spec";
import type { StageSum } from "./run_progress";
import { elapsedText } from "./words";

/** What a stage has done, in one line for a log that a person reads. */
export function stageLine(pipeline: PipelineName, sum: StageSum, now: number): string {
  const { stage, planned, done, coins, since } = sum;
  const total = done < planned ? ` of ${countText(planned)}` : "";
  const parts = [`${countText(done)}${total} ${stage}`];
  if (coins > 0) parts.push(`${countText(coins)} coins`);
  return `${pipeline}: ${parts.join(", ")} in ${elapsedText(now - since)}`;
}
