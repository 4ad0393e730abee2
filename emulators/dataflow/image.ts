import { chmodSync } from "node:fs";
import { join } from "node:path";
import { pipelineNames } from "../../pipelines/options/pipeline_spec";
import { RequestError } from "./request_error";

/** What a container of an image would run, as programs of this machine. */
export interface LocalImage {
  /** The launcher's program, with the arguments that come before its flags. */
  readonly launcher: readonly string[];
  /** An executable with the flags of an SDK container. */
  readonly worker: string;
  readonly env: Readonly<Record<string, string>>;
}

/**
 * The programs of an image by its name, `.../market-snapshot:TAG`: those of this checkout, which are
 * what such an image is built from.
 */
export function imageOfCheckout(name: string): LocalImage {
  const pipeline = pipelineNames.find((one) => new RegExp(`(^|/)${one}(:[^/]*)?$`).test(name));
  if (!pipeline) {
    throw new RequestError(
      400,
      `The image ${name} is none of the project's: it ends in ${pipelineNames.join(", ")}, and a tag.`,
    );
  }
  const programs = join(__dirname, "../../pipelines");
  const worker = join(programs, "worker.js");
  chmodSync(worker, 0o755);
  return {
    launcher: [process.execPath, join(programs, "template.js")],
    worker,
    env: { CRYPTO_PIPELINE: pipeline, SDK_CONTAINER_IMAGE: name },
  };
}
