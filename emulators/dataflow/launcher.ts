import { spawn } from "node:child_process";
import type { LocalImage } from "./image";

/**
 * Runs a template's program as the launcher does, and waits for its end.
 * @param log receives each line that the program prints
 * @throws Error with the last lines when the program fails
 */
export async function runLauncher(
  image: LocalImage,
  flags: readonly string[],
  env: Readonly<Record<string, string>>,
  log: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const [program = "", ...args] = image.launcher;
  const child = spawn(program, [...args, ...flags], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env, ...image.env },
    stdio: ["ignore", "pipe", "pipe"],
    signal,
  });
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8");
    stream.on("data", (text: string) => {
      for (const line of text.split("\n").filter((one) => one.trim() !== "")) {
        lines.push(line);
        log(line);
      }
    });
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (code !== 0) {
    const reason = lines.findLast((line) => !line.startsWith("{")) ?? "it printed nothing.";
    throw new Error(`Template launch failed: exit status ${code}: ${reason}`);
  }
}
