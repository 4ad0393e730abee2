import { markdownView } from "../schemas/views/markdown_view";
import { views } from "../schemas/views/views";

const introduction = `<!-- Made from schemas/views by \`npm run generate\`: change it there. -->

# Views

Their SQL is in \`sql/views\`, one file each, for BigQuery and DuckDB. A run into DuckDB makes them and
keeps them up to date, each as soon as the tables that it reads are there; in BigQuery
\`scripts/setup.sh --views\` does. \`npm start -- query NAME\` reads one. Types are BigQuery's: see
[the tables](tables.md).
`;

/** docs/reference/views.md: every view's columns. */
export function viewsPage(): string {
  return [introduction, ...views.map(markdownView)].join("\n");
}
