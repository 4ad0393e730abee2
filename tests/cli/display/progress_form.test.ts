import { progressForm } from "../../../pipelines/cli/display/progress_form";

it.each([
  ["at a terminal, a line that changes", { runner: "direct" }, true, {}, "status"],
  [
    "at one that can't move its cursor, lines",
    { runner: "direct" },
    true,
    { TERM: "dumb" },
    "text",
  ],
  ["elsewhere, lines for a person", { runner: "direct" }, false, {}, "text"],
  ["in CI, JSON", { runner: "direct" }, false, { CI: "true" }, "json"],
  ["in CI, JSON also at a terminal", { runner: "direct" }, true, { CI: "1" }, "json"],
  ["not in CI, lines", { runner: "direct" }, false, { CI: "false" }, "text"],
  ["for Dataflow, JSON", { runner: "dataflow" }, false, {}, "json"],
  ["for Dataflow at a terminal, a line", { runner: "dataflow" }, true, {}, "status"],
  ["as --logFormat=json says", { runner: "direct", logFormat: "json" }, true, {}, "json"],
  ["as --logFormat=text says", { runner: "direct", logFormat: "text" }, false, { CI: "1" }, "text"],
] as const)("%s", (_, options, isTerminal, env, form) => {
  expect(progressForm(options, isTerminal, env)).toBe(form);
});
