/**
 * The grammar of `PROJECT.DATASET`, in POSIX terms, as a template's metadata needs it. A project's id
 * may be scoped to a domain (`example.com:my-project`):
 * https://cloud.google.com/resource-manager/docs/creating-managing-projects,
 * https://cloud.google.com/bigquery/docs/datasets#dataset-naming.
 */
const projectId = "([a-z0-9][a-z0-9.-]*:)?[a-z]([a-z0-9-]*[a-z0-9])?";
const datasetId = "[A-Za-z0-9_]+";
export const datasetName = `${projectId}[.]${datasetId}`;

/** A dataset of a project. */
export interface DatasetName {
  readonly project: string;
  readonly dataset: string;
}

const name = new RegExp(`^(?<project>${projectId})[.](?<dataset>${datasetId})$`);

/** The parts of `PROJECT.DATASET`; undefined where a text is none. */
export function parseDatasetName(text: string): DatasetName | undefined {
  const { project, dataset } = name.exec(text)?.groups ?? {};
  return project === undefined || dataset === undefined ? undefined : { project, dataset };
}
