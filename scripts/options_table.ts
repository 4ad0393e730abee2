import type { OptionSpec } from "../pipelines/options/option_spec";
import { optionGroups } from "../pipelines/options/options";

/** The options as Markdown tables, one a group, for the README. */
export function optionsTable(): string {
  return Object.entries(optionGroups)
    .map(([group, specs]) => {
      const rows = Object.entries<OptionSpec>(specs).map(([name, spec]) => row(name, spec));
      const head = `| ${group} | Values | Default | Meaning |\n| --- | --- | --- | --- |\n`;
      return `${head}${rows.join("\n")}\n`;
    })
    .join("\n");
}

function row(name: string, { values = "true|false", help, ...spec }: OptionSpec): string {
  const fallback =
    spec.default === undefined ? (spec.defaultHelp ?? "none") : `\`${spec.default}\``;
  const cells = [`\`${name}\``, `\`${values}\``, fallback, help];
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}
