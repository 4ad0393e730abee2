import { Help } from "commander";
import type { OptionSpec } from "../../options/option_spec";

/** Narrower text is not wrapped, and wider is hard to read. */
const widest = 100;

/** Lays out help for a terminal: lines break between words. */
export class Layout {
  private readonly help = new Help();
  private readonly width: number;

  constructor(columns: number) {
    this.width = Math.min(columns, widest);
    this.help.helpWidth = this.width;
  }

  paragraph(text: string): string {
    return this.help.boxWrap(text, this.width);
  }

  /** Terms with their descriptions in a column beside them. */
  list(items: readonly (readonly [term: string, description: string])[]): string {
    const column = Math.max(...items.map(([term]) => term.length));
    return items
      .map(([term, description]) => this.help.formatItem(term, column, description, this.help))
      .join("\n");
  }

  /** Options, each with its values above what it does: many have long values. */
  options(specs: Readonly<Record<string, OptionSpec>>): string {
    return Object.entries(specs)
      .map(([name, spec]) => {
        const text = `${spec.help} (default: ${defaultOf(spec)})`;
        return `  ${typed(name, spec)}\n${this.indented(text)}`;
      })
      .join("\n");
  }

  indented(text: string, by = 6): string {
    return this.help
      .boxWrap(text, this.width - by)
      .split("\n")
      .map((line) => " ".repeat(by) + line)
      .join("\n");
  }
}

/** An option as a person types it. */
export function typed(name: string, { values }: OptionSpec): string {
  return values === undefined ? `--${name}` : `--${name}=${values}`;
}

export function defaultOf(spec: OptionSpec): string {
  const others = Object.entries(spec.defaultsBy ?? {});
  return [
    spec.default ?? spec.defaultHelp ?? "none",
    ...others.map(([pipeline, words]) => `${pipeline}: ${words}`),
  ].join("; ");
}
