import { Command } from "commander";

/** The words that are most like a misspelled one, if any are. */
export function nearest(misspelled: string, words: readonly string[]): readonly string[] {
  const command = new Command().exitOverride().configureOutput({ writeErr: () => undefined });
  for (const word of words) command.option(`--${word} <value>`);
  try {
    command.parse([`--${misspelled}`, ""], { from: "user" });
    return [];
  } catch (error) {
    // The library compares the words; the nearest are only in its message.
    const [, found = ""] = /Did you mean (?:one of )?([^?]+)\?/.exec(String(error)) ?? [];
    return found.split(", ").flatMap((word) => word.replace(/^--/, "") || []);
  }
}
