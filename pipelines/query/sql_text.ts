import { UsageError } from "../options/usage_error";

const beforeTheVerb = /^(?:[\s(]|--[^\n]*(?:\n|$)|#[^\n]*(?:\n|$)|\/\*[^]*?\*\/)*/;
const readingVerbs = /^(SELECT|WITH|FROM|VALUES|DESCRIBE|SHOW|SUMMARIZE|EXPLAIN)$/i;

/**
 * A first check, before the warehouse is opened; it judges the statement itself then.
 * @throws UsageError when the SQL begins with a verb that does more than read
 */
export function checkReads(sql: string): void {
  const [verb = ""] = /^\w*/.exec(sql.replace(beforeTheVerb, "")) ?? [];
  if (readingVerbs.test(verb)) return;
  const what = verb === "" ? "this" : verb.toUpperCase();
  throw new UsageError(`query only reads, and ${what} does not: give it a SELECT.`);
}

export const oneStatement = "query runs one statement at a time: pass them to it one by one.";
