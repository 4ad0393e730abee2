import CliTable from "cli-table3";
import stringWidth from "string-width";
import type { Cell, QueryColumn } from "./query_target";
import { fitColumns } from "./fit_columns";
import { visibleText } from "./visible_text";

const gap = 2;

/**
 * Rows as a table of aligned columns.
 * @param width the places of a line; any number when left out
 */
export function tableText(
  columns: readonly QueryColumn[],
  rows: readonly (readonly Cell[])[],
  width = Infinity,
): string {
  const texts = rows.map((row) => row.map(shown));
  const natural = columns.map(({ name }, index) =>
    Math.max(stringWidth(shown(name)), ...texts.map((row) => stringWidth(row[index] ?? ""))),
  );
  // The gap behind the last column is cut off.
  const widths = fitColumns(natural, width + gap, gap);
  const visible = columns.slice(0, widths.length);
  const table = new CliTable({
    chars: borderless,
    style: { head: [], border: [], "padding-left": 0, "padding-right": gap },
    head: visible.map(({ name }) => shown(name)),
    colAligns: visible.map(({ isNumber }) => (isNumber ? "right" : "left")),
    colWidths: widths.map((places) => places + gap),
  });
  table.push(...texts.map((row) => row.slice(0, widths.length)));
  const lines = table.toString().split("\n");
  const hidden = columns.length - widths.length;
  if (hidden > 0)
    lines.push(`${hidden} more columns: name those you need, or use --json or --csv.`);
  return lines.map((line) => `${line.trimEnd()}\n`).join("");
}

const borderless = {
  ...{ top: "", "top-mid": "", "top-left": "", "top-right": "" },
  ...{ bottom: "", "bottom-mid": "", "bottom-left": "", "bottom-right": "" },
  ...{ left: "", "left-mid": "", mid: "", "mid-mid": "", right: "", "right-mid": "", middle: "" },
};

/** One line of what a terminal can show: a coin's name may hold anything, line breaks and escapes too. */
function shown(value: Cell): string {
  if (value === null) return "";
  if (typeof value === "number") return String(Number(value.toPrecision(12)));
  return visibleText(String(value));
}
