import { access, constants, mkdir, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { unless } from "./errors";

/**
 * Creates a directory and its parents. Node's own `recursive` never ends where the file system
 * answers the creation itself with ENOENT, as /proc does.
 */
export async function makeDirectory(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST") return;
    if (code !== "ENOENT" || dirname(path) === path) throw error;
    await makeDirectory(dirname(path));
    await mkdir(path).catch((again: unknown) => {
      if ((again as NodeJS.ErrnoException).code !== "EEXIST") throw again;
    });
  }
}

/**
 * Throws where a directory may not be written to, or can't be created, as far as its nearest parent
 * that exists shows it. Creates nothing.
 */
export async function checkDirectory(path: string): Promise<void> {
  const found = await unless(["ENOENT"], stat(path));
  if (!found && dirname(path) !== path) return checkDirectory(dirname(path));
  if (found?.isDirectory() === false) {
    throw Object.assign(new Error(`${path} is no directory`), { code: "ENOTDIR" });
  }
  await access(path, constants.W_OK | constants.X_OK);
}
