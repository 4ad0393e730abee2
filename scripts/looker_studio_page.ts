import { fieldOf } from "../schemas/looker_studio/field";
import { reportLink, viewLink } from "../schemas/looker_studio/link";
import {
  type Chart,
  type ReportPage,
  reportPages,
  reportViews,
} from "../schemas/looker_studio/report";
import { cellText, code } from "../schemas/markdown_table";
import type { ViewSpec } from "../schemas/views/view";
import { views } from "../schemas/views/views";
import { placeholders, reportPlaceholder } from "./looker_studio_files";

const introduction = `<!-- Made from schemas/looker_studio by \`npm run generate\`: change it there. -->

# Looker Studio

\`scripts/setup.sh --views\` ends with links for your project and dataset. Each opens Looker Studio's default
report over one view, in your own Google account: sign in, allow it to read BigQuery, and choose *Edit and
share*. Who opens a report needs \`roles/bigquery.jobUser\` on the project and \`roles/bigquery.dataViewer\` on the
dataset, unless its data sources use the owner's credentials; queries are billed to the project.

A link can be written by hand, with \`PROJECT\` and \`DATASET\` filled in (a \`:\` in a project's id as \`%3A\`), and
with any view of [the table of fields](#fields) for \`${reportViews[0] ?? ""}\`, which it names three times:

\`\`\`text
${viewLink(placeholders, reportViews[0] ?? "")}
\`\`\`

The form is that of the [Linking API](https://developers.google.com/looker-studio/integrate/linking-api);
\`&c.explain=true\` at the end shows how Looker Studio read it. Newer pages of Google call Looker Studio Data Studio.

## A report for everybody

This project can't ship a report template. A template is a report that a Google account owns and shares: it has
no file form, and no API makes its charts. Without one, a link has a single data source, and the charts are
those that Looker Studio chooses. So one person builds the report once:

1. Open the link of the first page below.
2. *Resource > Manage added data sources*: add the other views as BigQuery data sources, and give each data
   source the view's name as its alias.
3. Set the fields' types, roles and aggregations as in [the table of fields](#fields), where Looker Studio
   chose others: it adds up every number.
4. Build the pages below, and share the report.

Its id is the part of its address between \`reporting/\` and \`/page\`. With it, a link opens a copy of the whole
report over the views of any dataset that has them; \`scripts/setup.sh --views --looker-report=ID\` prints it:

\`\`\`text
${reportLink(placeholders, reportPlaceholder, reportViews)}
\`\`\`

## The pages

Days and coins are rows, so a sum over several days means nothing: show one day, or have the day as a dimension.
Each page names the source, as CoinGecko's terms want it (*Data provided by CoinGecko*, with a link), or says that
the data is made up: the descriptions of the views in BigQuery begin with that where they hold the sample market.
`;

const fieldsIntroduction = `## Fields

A percentage is a number such as 12.5, not a part of 1: leave its type at Number. What the views hold is in
[views](reference/views.md), from which the descriptions in BigQuery are made too.
`;

/** docs/looker-studio.md: how to open a report, what it shows, and the fields of every view. */
export function lookerStudioPage(): string {
  return [
    introduction,
    ...reportPages.map(pageSection),
    fieldsIntroduction,
    ...views.map(fieldsSection),
  ].join("\n");
}

function pageSection({ title, view, charts }: ReportPage): string {
  return [
    `### ${title}, of ${code(view)}`,
    "",
    "| Chart | Dimensions | Metrics | Setting |",
    "| --- | --- | --- | --- |",
    ...charts.map(chartRow),
    "",
  ].join("\n");
}

function chartRow({ kind, dimensions, metrics, setting = "" }: Chart): string {
  const names = (fields: readonly string[]) => fields.map(code).join(", ");
  return `| ${kind} | ${names(dimensions)} | ${names(metrics)} | ${cellText(setting)} |`;
}

function fieldsSection({ name, columns }: ViewSpec): string {
  return [
    `### ${code(name)}`,
    "",
    "| Field | Type | Role | Aggregation | Meaning |",
    "| --- | --- | --- | --- | --- |",
    ...columns.map((column) => {
      const { type, role, aggregation } = fieldOf(column);
      const meaning = cellText(column.description);
      return `| ${code(column.name)} | ${type} | ${role} | ${aggregation} | ${meaning} |`;
    }),
    "",
  ].join("\n");
}
