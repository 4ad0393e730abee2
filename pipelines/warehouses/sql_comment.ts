/** The comment at the top of a file of sql/: what the file is, then a line `name: value` each. */
export interface SqlComment {
  readonly claim: string;
  /** By name, in the order of the lines; a value goes on in lines that two spaces more indent. */
  readonly values: ReadonlyMap<string, string>;
}

export function sqlComment(sql: string): SqlComment {
  const comment = /^(?:--.*\n)*/.exec(sql)?.[0] ?? "";
  const text = comment.replace(/^-- ?/gm, "").replace(/\n {2}/g, " ");
  const lines = text.trimEnd().split("\n");
  const values = lines.flatMap((line): [string, string][] => {
    const [, name = "", value = ""] = /^(\w+): (.*)$/.exec(line) ?? [];
    return name === "" ? [] : [[name, value]];
  });
  return { claim: lines[0] ?? "", values: new Map(values) };
}
