import { Command } from "commander";
import { optionNames } from "../options/options";

/** The option whose name is most like an unknown one; undefined when none is. */
export function nearestOption(name: string): string | undefined {
  const command = new Command().exitOverride().configureOutput({ writeErr: () => undefined });
  for (const known of optionNames) command.option(`--${known} <value>`);
  try {
    command.parse([`--${name}`, ""], { from: "user" });
    return undefined;
  } catch (error) {
    // The library finds it, and says it in its message only.
    return /Did you mean (?:one of )?--(\w+)/.exec(String(error))?.[1];
  }
}
