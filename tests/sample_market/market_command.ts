import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

const main = join(__dirname, "../../pipelines/sample_market/main.js");

export interface MarketCommand {
  readonly url: string;
  /** The command's output so far. */
  readonly output: string;
  readonly process: ChildProcess;
  /** Stops it as Ctrl-C does. @returns its exit code. */
  stop(): Promise<number | null>;
}

/** Starts the command `market` in a child process, and waits until it serves. */
export async function startMarket(args: readonly string[], nodeArgs: readonly string[] = []) {
  const child = spawn(process.execPath, [...nodeArgs, main, ...args]);
  const ended = once(child, "exit");
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
  while (!/http:\S+/.test(output)) {
    const printed = Promise.race([once(child.stdout, "data"), ended.then(() => "ended")]);
    if ((await printed) === "ended") throw new Error(output);
  }
  const command: MarketCommand = {
    url: /http:\S+/.exec(output)?.[0] ?? "",
    output,
    process: child,
    stop: async () => {
      child.kill("SIGINT");
      const [code] = (await ended) as [number | null];
      return code;
    },
  };
  return command;
}

/** Runs the command with invalid options. @returns its output and exit code. */
export async function refusedMarket(args: readonly string[]): Promise<[string, number | null]> {
  const child = spawn(process.execPath, [main, ...args]);
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const [code] = (await once(child, "close")) as [number | null];
  return [output, code];
}
