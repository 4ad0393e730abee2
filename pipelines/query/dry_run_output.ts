/** A line for a person: what, and its value. */
export type DryRunLine = readonly [what: string, value: string];

/**
 * What a command that reads a warehouse would do: as one JSON document, or in lines.
 * @param report the document, without its mark
 */
export function dryRunOutput(
  report: Readonly<Record<string, unknown>>,
  isJson: boolean,
  lines: readonly DryRunLine[],
): string {
  if (isJson) return `${JSON.stringify({ dry_run: true, ...report }, null, 2)}\n`;
  const width = Math.max(...lines.map(([what]) => what.length));
  const indent = `\n${" ".repeat(width + 4)}`;
  return [
    "Dry run: nothing is asked or written.",
    ...lines.map(([what, value]) => `  ${what.padEnd(width)}  ${value.replaceAll("\n", indent)}`),
    "",
  ].join("\n");
}
