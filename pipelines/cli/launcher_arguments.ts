import { log } from "../core/log";
import { pipelineNames } from "../options/pipeline_spec";
import { optionSpecs } from "../options/options";
import { launcherFlags, refusedOptions } from "../options/refused_options";
import { UsageError } from "../options/usage_error";
import { optionName } from "../options/option_name";

/** Lists, which a launcher may give in several flags. */
const lists = ["experiments", "dataflowServiceOptions"];

/**
 * The command line that a Flex Template's launcher means: its flags, the pipeline and the image of
 * the environment, and the defaults of a template. A flag of the launcher's
 * own that we don't know is passed over, and so is one without a value, or one that says that
 * something we refuse is not wanted.
 *
 * @param flags `--name=value`: the template's parameters in camelCase, and the launcher's flags in
 *   snake_case.
 * @throws UsageError
 */
export function launcherArguments(flags: readonly string[], env: NodeJS.ProcessEnv): string[] {
  const { CRYPTO_PIPELINE: pipeline = "", SDK_CONTAINER_IMAGE: image } = env;
  if (!pipelineNames.some((name) => name === pipeline)) {
    throw new UsageError(
      `CRYPTO_PIPELINE=${pipeline} is not a pipeline: set it to one of ${pipelineNames.join(", ")} in the image.`,
    );
  }
  const values = new Map<string, string>([["source", "demo"]]);
  if (image) values.set("sdkContainerImage", image);
  for (const [name, value] of readFlags(flags)) {
    const before = lists.includes(name) ? values.get(name) : undefined;
    values.set(name, before === undefined ? value : `${before},${value}`);
  }
  values.set("runner", "dataflow");
  return [pipeline, ...[...values].map(([name, value]) => `--${name}=${value}`)];
}

function* readFlags(flags: readonly string[]): Generator<[name: string, value: string]> {
  for (const flag of flags) {
    const [, spelling, value = "=true"] = /^--([A-Za-z][\w-]*)(=.*)?$/s.exec(flag) ?? [];
    if (spelling === undefined) {
      throw new UsageError(`${flag} is not a flag: a template's program takes only --name=value.`);
    }
    const name = optionName(spelling);
    if (value === "=" || launcherFlags.includes(spelling)) continue;
    if (value === "=false" && name in refusedOptions) continue;
    if (spelling.includes("_") && !(name in optionSpecs) && !(name in refusedOptions)) {
      log.warn(`The launcher's flag --${spelling} is not known here: it is passed over.`);
      continue;
    }
    yield [name, value.slice(1)];
  }
}
