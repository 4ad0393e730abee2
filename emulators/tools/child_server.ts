import { type ChildProcess, spawn } from "node:child_process";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";

/** A server program in a child process, which ends with this one. */
export class ChildServer {
  private constructor(
    private readonly child: ChildProcess,
    private readonly output: () => string,
  ) {}

  /** Starts a program, and waits until it listens on its port of 127.0.0.1. */
  static async start(
    program: string,
    args: readonly string[],
    port: number,
    env: Readonly<Record<string, string>> = {},
    timeoutMs = 10_000,
  ): Promise<ChildServer> {
    const child = spawn(program, args, {
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    const keep = (text: Buffer) => {
      output = (output + text.toString()).slice(-4_000);
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    child.on("error", keep);
    const server = new ChildServer(child, () => output);
    const end = () => {
      child.kill();
    };
    process.once("exit", end);
    child.once("close", () => process.off("exit", end));
    await server.listening(program, port, timeoutMs);
    return server;
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** @param signal SIGKILL, for a server that is to die at once. */
  async close(signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const exited = new Promise((resolve) => this.child.once("exit", resolve));
    this.child.kill(signal);
    await exited;
  }

  private async listening(program: string, port: number, timeoutMs: number): Promise<void> {
    for (let waited = 0; waited < timeoutMs; waited += 50) {
      if (this.child.exitCode !== null || this.child.pid === undefined) break;
      if (await answers(port)) return;
      await sleep(50);
    }
    this.child.kill();
    throw new Error(`${program} does not listen on port ${port}: ${this.output()}`);
  }
}

/** A port that is free now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    const end = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once("connect", () => {
      end(true);
    });
    socket.once("error", () => {
      end(false);
    });
  });
}
