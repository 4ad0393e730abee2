import { clearScreenDown, cursorTo } from "node:readline";
import { MultiBar, Presets } from "cli-progress";

/** Four times a second is enough for a countdown. */
const framesPerSecond = 4;

/**
 * A line at the bottom of a terminal that is drawn again and again. Between two frames the cursor
 * stands on its first column: when the terminal is resized, and breaks or joins the line, that is
 * where all of it begins, so that nothing of it stays behind.
 */
export class TerminalStatus {
  private bars: MultiBar | null = null;

  /** @param line its text for a number of columns */
  constructor(
    private readonly stream: NodeJS.WriteStream,
    private readonly line: (columns: number) => string,
  ) {}

  show(): void {
    if (this.bars) return;
    const bars = new MultiBar(
      {
        stream: this.stream,
        fps: framesPerSecond,
        format: (_, { maxWidth }) => this.line(maxWidth),
        hideCursor: true,
        // A line that is longer than the terminal is now must not begin a second one.
        linewrap: false,
        forceRedraw: true,
        clearOnComplete: true,
        gracefulExit: false,
      },
      Presets.shades_classic,
    );
    this.bars = bars;
    bars.on("redraw-pre", this.clear);
    bars.on("redraw-post", this.toStart);
    this.stream.on("resize", this.redraw);
    process.once("exit", this.hide);
    bars.create(1, 0);
    bars.update();
  }

  readonly hide = (): void => {
    const { bars } = this;
    if (!bars) return;
    this.bars = null;
    this.stream.off("resize", this.redraw);
    process.off("exit", this.hide);
    bars.stop();
  };

  /** Writes what stays: above the line. */
  above(write: () => void): void {
    const isShown = this.bars !== null;
    this.hide();
    write();
    if (isShown) this.show();
  }

  private readonly redraw = (): void => {
    this.bars?.update();
  };

  private readonly clear = (): void => {
    clearScreenDown(this.stream);
  };

  private readonly toStart = (): void => {
    cursorTo(this.stream, 0);
  };
}
