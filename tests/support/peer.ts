import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

/** A third party's server that a test starts, and stops when it ends. */
export class Peer {
  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
    private readonly directory: string,
  ) {}

  /**
   * Starts a server on a free port of loopback, and waits until it answers.
   * @param args its arguments for a port, and a directory that is removed at the end.
   */
  static async start(
    program: string,
    args: (port: number, directory: string) => readonly string[],
    env: Readonly<Record<string, string>> = {},
  ): Promise<Peer> {
    const port = await freePort();
    const directory = mkdtempSync(join(tmpdir(), "peer-"));
    const child = spawn(program, args(port, directory), {
      env: { ...process.env, ...env },
      stdio: ["ignore", "ignore", "pipe"],
    });
    let said = "";
    child.stderr.on("data", (text: Buffer) => {
      said = (said + text.toString()).slice(-2_000);
    });
    const peer = new Peer(child, `http://127.0.0.1:${port}`, directory);
    for (let tries = 0; tries < 300 && child.exitCode === null; tries++) {
      if (await answers(peer.url)) return peer;
      await pause(200);
    }
    await peer.stop();
    throw new Error(`${program} did not start: ${said}`);
  }

  async stop(): Promise<void> {
    if (this.child.exitCode === null) {
      this.child.kill();
      await once(this.child, "exit");
    }
    rmSync(this.directory, { recursive: true, force: true });
  }
}

/**
 * A program of a third party from the cache outside the checkout; installed on first use.
 * @param program the program's path inside its folder of the cache.
 * @returns its path, or why it can't be had on this machine.
 */
export function installed(
  name: string,
  program: string,
  install: (folder: string) => void,
): { program: string } | { missing: string } {
  const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache");
  const folder = join(cache, "crypto-pipelines", name);
  const path = join(folder, program);
  try {
    if (!existsSync(path)) {
      mkdirSync(folder, { recursive: true });
      install(folder);
    }
    return { program: path };
  } catch (error) {
    return { missing: `${name} could not be installed: ${String(error).split("\n")[0] ?? ""}` };
  }
}

export function run(
  program: string,
  args: readonly string[],
  env: Record<string, string> = {},
): void {
  execFileSync(program, args, {
    env: { ...process.env, ...env },
    stdio: ["ignore", "ignore", "pipe"],
  });
}

async function answers(url: string): Promise<boolean> {
  try {
    await fetch(url);
    return true;
  } catch {
    return false;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
