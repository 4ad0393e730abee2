const address = "https://lookerstudio.google.com/reporting/create";

/** A BigQuery dataset. */
export interface Dataset {
  readonly project: string;
  readonly dataset: string;
}

/**
 * A link of Looker Studio's Linking API that opens its default report, ready to be edited, over one view.
 * The default report has a single data source, so there is no alias and no link over several views.
 */
export function viewLink({ project, dataset }: Dataset, view: string): string {
  return linkOf([
    ["c.mode", "edit"],
    ["r.reportName", `Crypto market: ${view}`],
    ["ds.datasourceName", view],
    ["ds.connector", "bigQuery"],
    ["ds.type", "TABLE"],
    ["ds.projectId", project],
    ["ds.datasetId", dataset],
    ["ds.tableId", view],
  ]);
}

/**
 * A link that opens a copy of a report over the views of another dataset.
 * @param reportId of a report whose data sources have the views' names as aliases; their fields, which
 *   are the same, stay as they are set there
 */
export function reportLink(
  { project, dataset }: Dataset,
  reportId: string,
  views: readonly string[],
): string {
  return linkOf([
    ["c.reportId", reportId],
    ["r.reportName", "Crypto market"],
    ["ds.*.refreshFields", "false"],
    ["ds.*.connector", "bigQuery"],
    ["ds.*.type", "TABLE"],
    ["ds.*.projectId", project],
    ["ds.*.datasetId", dataset],
    ...views.flatMap((view): [string, string][] => [
      [`ds.${view}.datasourceName`, view],
      [`ds.${view}.tableId`, view],
    ]),
  ]);
}

/** With %20 for a space: a + would be read as one by some and as a plus by others. */
function linkOf(parameters: readonly (readonly [name: string, value: string])[]): string {
  const query = parameters.map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return `${address}?${query.join("&")}`;
}
