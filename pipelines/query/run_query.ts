import type { Writable } from "node:stream";
import { countText } from "../core/text/count_text";
import { sizeText } from "../core/text/size_text";
import { namedQueries, type NamedQuery } from "./named_queries";
import { nameAdvice } from "./name_advice";
import { dryRunOutput } from "./dry_run_output";
import { openQueryTarget } from "./open_query_target";
import { printResult } from "./print_result";
import { UsageError } from "../options/usage_error";
import { parseQueryArguments, type Query } from "./query_arguments";
import type { QueryTarget } from "./query_target";
import { checkReads } from "./sql_text";
import { tableText } from "./table_text";

/** Where a query prints to: rows to `out`, what is said about them to `notes`. */
export interface QueryStreams {
  readonly out: Writable & { readonly columns?: number };
  readonly notes: Writable;
}

/**
 * The command `query`: one statement, or a query by its name, against the DuckDB file of a local run or
 * a BigQuery dataset, which are only read.
 * @throws UsageError, or an ActionableError
 */
export async function runQuery(argv: readonly string[], streams: QueryStreams): Promise<void> {
  const command = parseQueryArguments(argv);
  if (command.kind === "help") streams.out.write(command.text);
  else if (command.kind === "list") streams.out.write(list(streams.out.columns));
  else await ask(command.query, streams);
}

async function ask(query: Query, { out, notes }: QueryStreams): Promise<void> {
  const named = /^[\w-]+$/.test(query.text) ? queryNamed(query.text) : undefined;
  if (!named) checkReads(query.text);
  const target = await openQueryTarget(query, (line) => notes.write(`${line}\n`));
  try {
    const sql = named ? named.sql(target.dialect, datasetOf(target)) : query.text;
    if (query.isDryRun) {
      out.write(await queryDryRun(query, target, sql));
      return;
    }
    const result = await target.run(sql);
    const { printed, hasMore } = await printResult(result, query.format, out);
    if (query.format === "table") {
      notes.write(`${await footer(target, printed, hasMore)}\n`);
    }
  } finally {
    await target.close();
  }
}

/** What a query would ask; a statement that is wrong is refused as the query refuses it. */
async function queryDryRun(
  { format, maxBytes }: Query,
  target: QueryTarget,
  sql: string,
): Promise<string> {
  const bytes = await target.check(sql);
  const of = { command: "query", warehouse: target.url, sql, bytes };
  const isBilled = target.dialect === "bigquery";
  return dryRunOutput(isBilled ? { ...of, max_bytes: maxBytes } : of, format === "json", [
    ["warehouse", target.url],
    ...(bytes === null
      ? []
      : [["reads", `${sizeText(bytes)}, of at most ${sizeText(maxBytes)}`] as const]),
    ["asks", sql.trim()],
  ]);
}

function queryNamed(text: string): NamedQuery {
  const name = text.replaceAll("-", "_").toLowerCase();
  const known = namedQueries();
  const found = known.find((query) => query.name === name);
  if (found) return found;
  const names = known.map((query) => query.name);
  throw new UsageError(
    `There is no query named ${text}. ${nameAdvice(name, names)} SQL is given in quotes: query "SELECT ...".`,
  );
}

function datasetOf({ url }: QueryTarget): string {
  return url.slice(url.indexOf(":") + 1);
}

async function footer(target: QueryTarget, printed: number, hasMore: boolean): Promise<string> {
  const count = countText(printed);
  const rows = hasMore
    ? `The first ${count} rows, of more: add a LIMIT, or use --json or --csv`
    : `${count} ${printed === 1 ? "row" : "rows"}`;
  const sample = (await target.holdsSample()) ? " (made-up data of the sample market)" : "";
  return `${rows}, from ${target.url}${sample}`;
}

function list(width: number | undefined): string {
  const known = namedQueries();
  const questions = known.filter(({ isView }) => !isView);
  const views = known.filter(({ isView }) => isView);
  return [
    namesTable("question", "what it answers", questions, width),
    namesTable("view", "what it holds", views, width),
    'Run one with `query NAME`, or any SELECT with `query "SELECT ..."`; see query --help.\n',
  ].join("\n");
}

function namesTable(
  kind: string,
  what: string,
  queries: readonly NamedQuery[],
  width: number | undefined,
): string {
  const columns = [kind, what].map((name) => ({ name, isNumber: false }));
  return tableText(
    columns,
    queries.map(({ name, description }) => [name, description]),
    width,
  );
}
