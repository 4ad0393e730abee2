import { readFileSync } from "node:fs";

/**
 * A hand-written file with its part between `<!-- name:start -->` and `<!-- name:end -->` replaced.
 * @throws Error when the file has no such part
 */
export function withPart(file: string, name: string, part: string): string {
  const text = readFileSync(file, "utf8");
  const [start, end] = [`<!-- ${name}:start -->`, `<!-- ${name}:end -->`];
  const from = text.indexOf(start);
  const to = text.indexOf(end);
  if (from < 0 || to < from) throw new Error(`${file} has no part from ${start} to ${end}.`);
  return `${text.slice(0, from + start.length)}\n\n${part}\n${text.slice(to)}`;
}
