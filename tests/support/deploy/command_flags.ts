import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { checkout } from "../checkout";

const execFileAsync = promisify(execFile);

/**
 * What a command that can't be run has of flags that its own help does not name.
 * @throws when there is no such command
 */
export async function unknownFlags(command: string): Promise<string[]> {
  const words = command.split(/\s+/);
  const flags = words.flatMap((word) => /^--[a-z][a-z-]*/.exec(word) ?? []);
  const help = await helpOf(words);
  const own = flags.filter((flag) => flag !== "--help");
  return own.filter((flag) => !new RegExp(`${flag}\\b(?!-)`).test(help));
}

async function helpOf(words: readonly string[]): Promise<string> {
  const [program = "", ...args] = words;
  if (program === "npm") {
    const { scripts } = JSON.parse(readFileSync(join(checkout, "package.json"), "utf8")) as {
      scripts: Record<string, string>;
    };
    if (scripts[args[1] ?? ""] === undefined) throw new Error(`There is no npm run ${args[1]}.`);
    return "";
  }
  if (program === "scripts/base_images.sh") return readFileSync(join(checkout, program), "utf8");
  if (program.startsWith("scripts/")) {
    if (!existsSync(join(checkout, program))) throw new Error(`There is no ${program}.`);
    return (await execFileAsync(join(checkout, program), ["--help"])).stdout;
  }
  // gcloud's words end where its arguments begin; it names the group's commands where one is unknown.
  const names = args.slice(0, args.findIndex((word) => !/^[a-z][a-z-]*$/.test(word)) >>> 0);
  for (let length = names.length; length > 0; length--) {
    const group = [...names.slice(0, length), "--help"];
    const found = await execFileAsync(program, group, { maxBuffer: 2 ** 24 }).catch(() => null);
    if (found) return plain(found.stdout);
  }
  throw new Error(`There is no ${words.join(" ")}.`);
}

/** Without the terminal's bold and underlined text. */
function plain(text: string): string {
  return text.replace(/\u001b\[[0-9;]*m|.\u0008/g, "");
}
