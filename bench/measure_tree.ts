import { spawn } from "node:child_process";
import { startPrism } from "../emulators/tools/prism";
import type { Measurement } from "./measurement";
import { ProcessTree, type TreeUsage } from "./process_tree";

export type TreeMeasurement = Measurement & TreeUsage;

export interface Program {
  readonly command: string;
  readonly args: readonly string[];
}

/**
 * Runs a program and measures it with all processes that it starts, from start to exit. Its figures are
 * printed on stderr at once: a benchmark that fails late has measured for minutes.
 * @param servers processes that work only for it, and are counted too
 * @throws Error when the program fails.
 */
export async function measureTree(
  { command, args }: Program,
  servers: readonly number[] = [],
): Promise<TreeMeasurement> {
  const start = process.hrtime.bigint();
  const child = spawn(command, args, { stdio: ["ignore", "ignore", "pipe"] });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  let errors = "";
  child.stderr.on("data", (chunk: Buffer) => (errors = (errors + chunk.toString()).slice(-2_000)));
  const tree = new ProcessTree([...(child.pid === undefined ? [] : [child.pid]), ...servers]);
  try {
    const code = await ended;
    const seconds = Number(process.hrtime.bigint() - start) / 1e9;
    if (code !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${code}: ${errors}`);
    const measurement = { seconds, ...tree.stop() };
    process.stderr.write(`${JSON.stringify(measurement)} ${command} ${args.join(" ")}\n`);
    return measurement;
  } finally {
    tree.stop();
  }
}

/** Measures a program together with its own Prism, which is up when the program starts. */
export async function besidePrism(
  program: (endpoint: string) => Program,
): Promise<TreeMeasurement> {
  const { server, endpoint } = await startPrism();
  try {
    return await measureTree(program(endpoint), [server.pid]);
  } finally {
    await server.close();
  }
}
