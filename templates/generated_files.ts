import { pipelineNames } from "../pipelines/options/pipeline_spec";
import { templateMetadata } from "./metadata";
import { readmePage } from "./readme_page";

/** The files of the templates that are made from the options and committed: see `npm run generate`. */
export function templateFiles(): { path: string; content: string }[] {
  return pipelineNames.flatMap((pipeline) => [
    {
      path: `templates/${pipeline}/metadata.json`,
      content: `${JSON.stringify(templateMetadata(pipeline), null, 2)}\n`,
    },
    { path: `templates/${pipeline}/README.md`, content: readmePage(pipeline) },
  ]);
}
