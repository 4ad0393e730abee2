import { readFileSync } from "node:fs";
import { join } from "node:path";
import { checkout } from "../checkout";

/** A page with commands to follow. */
export interface CommandPage {
  /** Its fenced blocks of shell commands, in their order, with the heading that each stands under. */
  readonly blocks: readonly { readonly heading: string; readonly text: string }[];
  /** The commands elsewhere in its text, in code of a line or an indented block. */
  readonly mentioned: readonly string[];
  /** The first column of its table of messages. */
  readonly messages: readonly string[];
}

/** A program with something behind it, or a script. */
const isCommand = /^((gcloud|bq|npm|docker|curl) |scripts\/)/;

export function readCommandPage(path: string): CommandPage {
  const blocks: { heading: string; text: string }[] = [];
  const text = readFileSync(join(checkout, path), "utf8");
  let heading = "";
  const others = text.replace(/^#+ (.*)$|^```(\w*)\n([^]*?)^```$/gm, (_, title, kind, block) => {
    if (title !== undefined) heading = title as string;
    else if (kind === "sh") blocks.push({ heading, text: block as string });
    else return `\n${String(block).replace(/^/gm, "    ")}`;
    return "";
  });
  const joined = others.replace(/ \\\n\s*/g, " ");
  const inLines = [...joined.matchAll(/`([^`\n]+)`/g)].map(([, code = ""]) => code);
  const indented = [...joined.matchAll(/^ {4,}(\S.*)$/gm)].map(([, line = ""]) => line);
  const mentioned = [...inLines, ...indented].filter((code) => isCommand.test(code));
  const [, table = ""] = /^\| Message \|.*\n\|.*\n((?:\|.*\n)+)/m.exec(text) ?? [];
  const messages = [...table.matchAll(/^\| `([^`]+)`/gm)].map(([, message = ""]) => message);
  return { blocks, mentioned: [...new Set(mentioned)], messages };
}
