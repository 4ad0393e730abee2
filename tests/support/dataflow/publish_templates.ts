import { pipelineNames } from "../../../pipelines/options/pipeline_spec";
import { templateMetadata } from "../../../templates/metadata";

/**
 * Writes the specs of the four templates to `gs://demo-bucket/templates` of a storage server, as
 * `gcloud dataflow flex-template build` does: see flex_templates.test.ts for the real one.
 */
export async function publishTemplates(storage: string): Promise<void> {
  for (const pipeline of pipelineNames) {
    const spec = {
      defaultEnvironment: {},
      image: `local/${pipeline}:1`,
      metadata: templateMetadata(pipeline),
      sdkInfo: { language: "GO" },
    };
    const name = encodeURIComponent(`templates/${pipeline}.json`);
    const url = `${storage}/upload/storage/v1/b/demo-bucket/o?uploadType=media&name=${name}`;
    const response = await fetch(url, { method: "POST", body: JSON.stringify(spec) });
    if (!response.ok) throw new Error(`The spec can't be uploaded: HTTP ${response.status}.`);
  }
}
