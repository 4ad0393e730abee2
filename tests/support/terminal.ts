import { spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";

export function tmuxMissing(): string | null {
  return spawnSync("tmux", ["-V"]).status === 0 ? null : "this machine has no tmux";
}

/** A program in a terminal of its own, whose screen can be read: tmux. */
export class Terminal {
  private readonly socket = `crypto-pipelines-${randomUUID()}`;

  /** @param command a line for a shell */
  constructor(size: { readonly columns: number; readonly rows: number }, command: string) {
    const { columns, rows } = size;
    // The shell outlives the program: of a terminal that has ended, tmux hides the cursor.
    const shell = `trap : INT; ${command}; exec cat`;
    const dimensions = ["-x", String(columns), "-y", String(rows)];
    this.tmux("-f", "/dev/null", "new-session", "-d", ...dimensions, shell);
  }

  get screen(): readonly string[] {
    return this.tmux("capture-pane", "-p").trimEnd().split("\n");
  }

  /** The lines of the screen, behind those that have left it at its top. */
  private get history(): readonly string[] {
    return this.tmux("capture-pane", "-p", "-S", "-").trimEnd().split("\n");
  }

  /** All lines as one text, with its colors. */
  get coloredScreen(): string {
    return this.tmux("capture-pane", "-p", "-e", "-S", "-");
  }

  /** Whether the cursor is shown, and a long line begins another one. */
  get isAsBefore(): boolean {
    return this.tmux("display-message", "-p", "#{cursor_flag}#{wrap_flag}").trim() === "11";
  }

  /** Waits until a line is as expected, and returns the last one that is. */
  async shows(expected: RegExp): Promise<string> {
    for (;;) {
      const line = this.history.findLast((text) => expected.test(text));
      if (line !== undefined) return line;
      await wait(20);
    }
  }

  resize(columns: number, rows: number): void {
    this.tmux("resize-window", "-x", String(columns), "-y", String(rows));
  }

  press(key: string): void {
    this.tmux("send-keys", key);
  }

  close(): void {
    this.tmux("kill-server");
  }

  private tmux(...args: string[]): string {
    return spawnSync("tmux", ["-L", this.socket, ...args], { encoding: "utf8" }).stdout;
  }
}
