/** What differs between any two runs: their ids and times, and who asked the API. */
const isVolatile = (name) =>
  ["run_id", "started_at", "finished_at", "api"].includes(name) || name.startsWith("api_");

/** For JSON.stringify and JSON.parse: leaves out what differs between any two runs. */
export function withoutVolatile(key, value) {
  return isVolatile(key) ? undefined : value;
}

/** Where two texts begin to differ; undefined stands for no text. */
export function firstDifference(before, after) {
  if (before === undefined || after === undefined) {
    return before === undefined ? "only in the new build" : "only in the old build";
  }
  const [lines, others] = [before.split("\n"), after.split("\n")];
  const at = lines.findIndex((line, index) => line !== others[index]);
  const line = at < 0 ? lines.length : at;
  const shown = (text) => (text === undefined ? "no line" : JSON.stringify(text.slice(0, 200)));
  return `line ${line + 1}: ${shown(lines[line])} became ${shown(others[line])}`;
}
