/** A table for people: the first column is text, the others are numbers. */
export interface Table {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export function textTable({ head, rows }: Table): string {
  const lines = [head, ...rows];
  const widths = head.map((_, n) => Math.max(...lines.map((line) => (line[n] ?? "").length)));
  const cell = (text: string, n: number) =>
    n === 0 ? text.padEnd(widths[n] ?? 0) : text.padStart(widths[n] ?? 0);
  return lines.map((line) => `${line.map(cell).join("   ").trimEnd()}\n`).join("");
}

export function markdownTable({ head, rows }: Table): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |\n`;
  const rule = head.map((_, n) => (n === 0 ? "---" : "--:"));
  return [head, rule, ...rows].map(line).join("");
}

/** A whole number with separators: 1,750,000. */
export function grouped(value: number): string {
  return Math.round(value).toLocaleString("en-US");
}
