import { type Question, readQuestions } from "../pipelines/query/questions";
import { readSql } from "../pipelines/warehouses/view_files";
import { cellText, code } from "../schemas/markdown_table";

const introduction = `<!-- Made from sql/queries by \`npm run generate\`: change it there. -->

# Questions of analysts

Each has a name, by which \`query\` asks it of DuckDB or BigQuery:

\`\`\`sh
npm start -- query largest_coins --output=./out
npm start -- query largest_coins --warehouse=bigquery:PROJECT.DATASET
npm start --silent -- query largest_coins --output=./out --csv > largest_coins.csv
\`\`\`

\`npm start -- query\` lists them beside the views, and an installed package has them as
\`crypto-pipelines query NAME\`. The SQL below is BigQuery's, for a console, with \`PROJECT.DATASET\` to be
filled in; DuckDB's dialect of it is linked. In BigQuery the views have to be there
(\`scripts/setup.sh --views\`, see [deploy](deploy.md)). What a view or table holds:
[views](reference/views.md), [tables](reference/tables.md).

Amounts are in the one currency of a warehouse's snapshots, and become doubles before they are divided: a
quotient is null where the divisor is 0 or a value is unknown, never an error. More days make better answers:
run daily, or load the past with \`npm start -- market-history\`.
`;

/** docs/analysis.md: every question with its SQL and what its columns mean. */
export function analysisPage(): string {
  const questions = readQuestions();
  const contents = questions.map(
    ({ name, question }) => `| [${code(name)}](#${name}) | ${cellText(question)} |`,
  );
  return [
    introduction,
    ["| Name | Question |", "| --- | --- |", ...contents, ""].join("\n"),
    ...questions.map(section),
  ].join("\n");
}

function section({ name, title, question, columns, caveat }: Question): string {
  return [
    `## ${code(name)}`,
    "",
    `**${question}** ${title}`,
    "",
    "```sql",
    statement(name),
    "```",
    "",
    "| Column | Meaning |",
    "| --- | --- |",
    ...columns.map((column) => `| ${code(column.name)} | ${cellText(column.description)} |`),
    "",
    ...(caveat === null ? [] : [caveat, ""]),
    `\`npm start -- query ${name}\` · [DuckDB's SQL](../sql/generated/duckdb/queries/${name}.sql)`,
    "",
  ].join("\n");
}

/** Without the comment at the file's top, which the section says. */
function statement(name: string): string {
  return readSql("queries", name, "bigquery")
    .replace(/^(?:--.*\n)*/, "")
    .replaceAll("{{ dataset }}", "PROJECT.DATASET")
    .trimEnd();
}
