import { styleText } from "node:util";
import { Help } from "commander";

const defaultColumns = 80;
/** Further lines of a paragraph are indented by so much more than its first. */
const hanging = 2;

type Style = Parameters<typeof styleText>[0];

/** Lays out text for a stream: as wide as its terminal, in color where it has colors. */
export class TextLayout {
  private readonly help = new Help();

  constructor(private readonly stream: NodeJS.WriteStream) {
    this.help.minWidthToWrap = 20;
  }

  /** Node's own rules decide: NO_COLOR, FORCE_COLOR, and whether the stream is a terminal. */
  style(style: Style, text: string): string {
    return styleText(style, text, { stream: this.stream });
  }

  /**
   * A text whose lines break between words, and whose further lines are indented. A word that is
   * longer than a line, as a path may be, stays whole: it can be copied.
   * @param indent spaces before the first line
   */
  paragraph(text: string, indent = 0): string {
    const columns = this.stream.columns || defaultColumns;
    if (indent + this.help.displayWidth(text) <= columns) return " ".repeat(indent) + text;
    const wrapped = this.help.boxWrap(text, columns - indent - hanging);
    return " ".repeat(indent) + wrapped.replaceAll("\n", `\n${" ".repeat(indent + hanging)}`);
  }
}
