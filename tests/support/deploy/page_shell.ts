import { spawn, type ChildProcess } from "node:child_process";
import type { Writable } from "node:stream";

/** What a block of commands printed, which programs and functions it ran, and what failed. */
export interface BlockResult {
  readonly output: string;
  readonly errors: string;
  readonly ran: readonly string[];
  readonly failed: readonly string[];
}

/** Between two blocks; no command prints it. */
const mark = "--- end of the block ---";

/**
 * Reads blocks from file 3, each ended by a NUL. Every command is noted before it runs, and when it
 * fails, in functions and substitutions too.
 */
const program = `
set -E
trap 'echo "FAILED: $BASH_COMMAND" >&2' ERR
while IFS= read -r -d '' block <&3; do
  set -T
  trap 'echo "RAN: \${BASH_COMMAND%%[[:space:]]*}" >&2' DEBUG
  eval "$block"
  trap - DEBUG
  echo '${mark}'
  echo '${mark}' >&2
done
`;

/**
 * One bash in which blocks of commands run one after the other, as for somebody who follows a page:
 * variables and functions stay. A failed command is noted, and the next one runs.
 */
export class PageShell {
  private readonly child: ChildProcess;
  private output = "";
  private errors = "";
  private readonly exited: Promise<void>;

  /** @param input what is typed where a command reads it */
  constructor(env: Readonly<Record<string, string>>, cwd: string, input: string) {
    this.child = spawn("bash", ["--norc", "-c", program], {
      ...{ env, cwd },
      stdio: ["pipe", "pipe", "pipe", "pipe"],
    });
    this.exited = new Promise((resolve) => {
      this.child.once("close", () => {
        resolve();
      });
    });
    this.child.stdout?.on("data", (text: Buffer) => (this.output += text.toString()));
    this.child.stderr?.on("data", (text: Buffer) => (this.errors += text.toString()));
    this.child.stdin?.end(input);
  }

  async run(block: string): Promise<BlockResult> {
    this.output = "";
    this.errors = "";
    const ended = new Promise<void>((resolve) => {
      const look = () => {
        if (!this.output.endsWith(`${mark}\n`) || !this.errors.endsWith(`${mark}\n`)) return;
        this.child.stdout?.off("data", look);
        this.child.stderr?.off("data", look);
        resolve();
      };
      this.child.stdout?.on("data", look);
      this.child.stderr?.on("data", look);
    });
    this.blocks.write(`${block}\0`);
    await Promise.race([ended, this.exited]);
    const notes = (note: RegExp) => [...this.errors.matchAll(note)].map(([, text = ""]) => text);
    const ran = notes(/^RAN: (.*)$/gm).filter((command) => !["eval", "trap"].includes(command));
    const failed = notes(/^FAILED: (?!eval )(.*)$/gm);
    const errors = cut(this.errors).replace(/^(RAN|FAILED): .*\n/gm, "");
    return { output: cut(this.output), errors, ran: [...new Set(ran)], failed };
  }

  async stop(): Promise<void> {
    this.blocks.end();
    await this.exited;
  }

  private get blocks(): Writable {
    return this.child.stdio[3] as Writable;
  }
}

function cut(text: string): string {
  return text.replace(`${mark}\n`, "");
}
