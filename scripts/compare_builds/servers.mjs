import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { homedir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

const children = new Set();
process.once("exit", () => {
  for (const child of children) child.kill();
});

/** The market server of a build. */
export async function startMarket(build, args) {
  const { scripts } = JSON.parse(readFileSync(join(build, "package.json"), "utf8"));
  const [, program] = / node (dist\S+)$/.exec(scripts.market);
  const child = spawn(process.execPath, [join(build, program), ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.add(child);
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /http:\/\/[\d.:]+/.exec(line)?.[0];
    if (url !== undefined) return { child, url };
  }
  throw new Error(`The market server did not start: ${args.join(" ")}.`);
}

/** Prism as the end-to-end tests install it; null where they have not. */
export async function startPrism() {
  const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "crypto-pipelines");
  const versions = existsSync(cache)
    ? readdirSync(cache).filter((name) => name.startsWith("prism-"))
    : [];
  const version = versions.sort().at(-1);
  if (version === undefined) return null;
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address();
  await new Promise((closed) => probe.close(closed));
  const args = ["-job_port", String(port), "-serve_http=false"];
  const child = spawn(join(cache, version, "prism"), args, { stdio: "ignore" });
  children.add(child);
  while (!(await listens(port))) await new Promise((next) => setTimeout(next, 100));
  return { child, endpoint: `127.0.0.1:${port}` };
}

function listens(port) {
  return new Promise((answer) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => answer(true)).once("error", () => answer(false));
    socket.once("connect", () => socket.destroy());
  });
}
