import { countText } from "../../core/text/count_text";
import type { Notice, ProgressView, StageSum } from "./run_progress";
import { durationText, nameOfHost } from "./words";

const gap = "  ";
const shortestBar = 6;
const longestBar = 40;

/**
 * What a command is doing, in one line of a terminal: the time left of all of it, what holds it up if
 * anything does, how far the stage is, the calls and their rate. What does not fit is left out, the
 * least important first.
 * @param width how many columns there are
 */
export function statusLine(view: ProgressView, width: number): string {
  const { stage, notice } = view;
  // In the order of importance; each as long as fits.
  const fields: Field[] = [
    { place: 0, forms: [timeLeft(view)] },
    { place: 1, forms: notice === null ? [] : noticeForms(notice) },
    { place: 3, forms: stage === null ? [view.pipeline ?? ""] : [stageText(stage)] },
    { place: 6, forms: [callsText(view)] },
    { place: 7, forms: [rateText(view)] },
    { place: 2, forms: stage === null ? [] : [view.pipeline ?? ""] },
    { place: 5, forms: stage?.coins ? [`${countText(stage.coins)} coins`] : [] },
  ];
  const chosen: { readonly place: number; readonly text: string }[] = [];
  // The last column stays empty: terminals differ in what a full line does.
  let room = width - 1;
  for (const { place, forms } of fields) {
    const before = chosen.length === 0 ? 0 : gap.length;
    const text = forms.find((form) => form !== "" && form.length + before <= room);
    if (text === undefined) continue;
    chosen.push({ place, text });
    room -= text.length + before;
  }
  const size = Math.min(longestBar, room - gap.length);
  if (stage !== null && size >= shortestBar) chosen.push({ place: 4, text: bar(stage, size) });
  return chosen
    .sort((a, b) => a.place - b.place)
    .map(({ text }) => text)
    .join(gap);
}

interface Field {
  /** Where in the line. */
  readonly place: number;
  /** The same, shorter and shorter. */
  readonly forms: readonly string[];
}

function timeLeft({ secondsLeft, stage }: ProgressView): string {
  if (secondsLeft === null) return "";
  return secondsLeft === 0 && stage?.stage === "rows"
    ? "finishing"
    : `${durationText(Math.max(1, secondsLeft))} left`;
}

function stageText({ stage, planned, done }: StageSum): string {
  if (stage === "rows") return `writing ${countText(Math.max(planned, done))} rows`;
  return `${stage} ${countText(done)}/${countText(Math.max(planned, done))}`;
}

function callsText({ calls, maxRequests }: ProgressView): string {
  if (calls === null || (calls === 0 && maxRequests === null)) return "";
  return `${countText(calls)}${maxRequests === null ? "" : `/${countText(maxRequests)}`} calls`;
}

function rateText({ callsPerMinute: rate }: ProgressView): string {
  if (rate === null) return "";
  return `${rate < 20 ? rate.toFixed(1).replace(/\.0$/, "") : countText(Math.round(rate))}/min`;
}

/** A notice as a sentence: without the host where there is no room for it. */
export function noticeForms(notice: Notice): [string, ...string[]] {
  const { host } = notice;
  switch (notice.kind) {
    case "pause": {
      const wait = `wait: ${Math.ceil(notice.seconds)} s`;
      return [`${nameOfHost(host)} asks to ${wait} (429)`, `asked to ${wait} (429)`, wait];
    }
    case "retry": {
      const again = `trying again (${notice.attempt} of ${notice.attempts})`;
      return [
        `${notice.reason} from ${host}: ${again}`.replace("connection from", "connection to"),
        `${notice.reason}: ${again}`,
        again,
      ];
    }
    case "waiting": {
      const time = `${Math.floor(notice.seconds)} s`;
      return [`waiting for ${host}: ${time}`, `waiting for an answer: ${time}`];
    }
  }
}

function bar({ planned, done }: StageSum, size: number): string {
  const full = Math.min(size, Math.round((size * done) / Math.max(1, planned, done)));
  return "█".repeat(full) + "░".repeat(size - full);
}
