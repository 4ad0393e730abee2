import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, renameSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { installOnce } from "./install_once";
import { ChildServer, freePort } from "./child_server";

/** Flink's job server with Flink inside, from Maven Central: the newest there is for Beam 2.49. */
const artifacts = [
  { group: "org.apache.beam", name: "beam-runners-flink-1.15", version: "2.49.0" },
  { group: "org.slf4j", name: "slf4j-simple", version: "1.7.30" },
];

/** Why it can't run on this machine; null when it can. */
export function flinkMissing(): string | null {
  if (spawnSync("java", ["-version"]).status !== 0) return "this machine has no Java";
  return existsSync(jars) || spawnSync("mvn", ["-v"]).status === 0
    ? null
    : "this machine has no Maven";
}

/** @returns the server and its endpoint, `host:port` */
export async function startFlink(): Promise<{ server: ChildServer; endpoint: string }> {
  installOnce(folder, () => existsSync(jars), install);
  const [port, artifactPort, expansionPort] = [
    await freePort(),
    await freePort(),
    await freePort(),
  ];
  const opened = ["lang", "util", "nio", "time", "lang.invoke", "lang.reflect", "io"];
  const args = [
    ...opened.flatMap((name) => ["--add-opens", `java.base/java.${name}=ALL-UNNAMED`]),
    ...["--add-opens", "java.base/sun.nio.ch=ALL-UNNAMED", "-Xmx2g", "-cp", join(jars, "*")],
    "org.apache.beam.runners.flink.FlinkJobServerDriver",
    ...["--job-host", "127.0.0.1", "--job-port", String(port)],
    ...["--artifact-port", String(artifactPort), "--expansion-port", String(expansionPort)],
    ...["--artifacts-dir", mkdtempSync(join(tmpdir(), "flink-"))],
    ...["--flink-master", "[local]"],
  ];
  const server = await ChildServer.start("java", args, port, {}, 60_000);
  return { server, endpoint: `127.0.0.1:${port}` };
}

const folder = join(homedir(), ".cache", "crypto-pipelines", "beam-flink-1.15-2.49.0");
const jars = join(folder, "jars");

function install(): void {
  const dependencies = artifacts.map(
    ({ group, name, version }) =>
      `<dependency><groupId>${group}</groupId><artifactId>${name}</artifactId><version>${version}</version></dependency>`,
  );
  const pom = join(folder, "pom.xml");
  writeFileSync(
    pom,
    `<project><modelVersion>4.0.0</modelVersion><groupId>tests</groupId><artifactId>flink</artifactId><version>1</version><dependencies>${dependencies.join("")}</dependencies></project>`,
  );
  const goal = ["dependency:copy-dependencies", `-DoutputDirectory=${jars}.new`];
  const { status, stdout } = spawnSync("mvn", ["-q", "-f", pom, ...goal], { encoding: "utf8" });
  if (status !== 0) throw new Error(`Flink's job server can't be installed: ${stdout}`);
  // Atomically: an interrupted install is repeated.
  renameSync(`${jars}.new`, jars);
}
