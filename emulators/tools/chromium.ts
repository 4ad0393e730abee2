import { spawnSync } from "node:child_process";
import { type Browser, chromium } from "playwright-core";

/** As Debian, other distributions and Google name it. */
const names = ["chromium", "chromium-browser", "google-chrome"];

/** The program of a Chromium that is installed; null where there is none. */
export function chromiumProgram(): string | null {
  for (const name of names) {
    const { status, stdout } = spawnSync("sh", ["-c", `command -v ${name}`], { encoding: "utf8" });
    if (status === 0) return stdout.trim();
  }
  return null;
}

/** Starts it, without a display. */
export function openChromium(): Promise<Browser> {
  const executablePath = chromiumProgram() ?? "";
  // Its sandbox needs rights that a container does not give.
  return chromium.launch({ executablePath, args: ["--no-sandbox"] });
}

/** Why it can't run on this machine; null when it can. */
export function chromiumMissing(): string | null {
  return chromiumProgram() === null
    ? "this machine has no Chromium: apt-get install chromium"
    : null;
}
