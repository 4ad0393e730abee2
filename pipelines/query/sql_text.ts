import { QueryUsageError } from "./query_arguments";

const quoted =
  /'(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.|"")*"|`[^`]*`|--[^\n]*|#[^\n]*|\/\*[\s\S]*?\*\//g;

/**
 * The statement without the semicolon at its end.
 * @throws QueryUsageError when there are several, or none that reads
 */
export function readingStatement(sql: string): string {
  const bare = sql.replace(quoted, (part) => (/^(--|#|\/\*)/.test(part) ? " " : "''")).trim();
  if (bare.replace(/;\s*$/, "").includes(";")) {
    throw new QueryUsageError("query runs one statement at a time: give them to it one by one.");
  }
  const [verb = ""] = /^[\s(]*(\w*)/.exec(bare)?.slice(1) ?? [];
  if (!/^(SELECT|WITH|FROM|VALUES|DESCRIBE|SHOW|SUMMARIZE|EXPLAIN)$/i.test(verb)) {
    throw new QueryUsageError(
      `query only reads, and ${verb === "" ? "this" : verb.toUpperCase()} does not: give it a SELECT.`,
    );
  }
  return sql.replace(/;\s*$/, "");
}
