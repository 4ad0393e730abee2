import { distance } from "fastest-levenshtein";
import { log } from "../core/log";
import { dataflowOptions } from "../options/dataflow/options";
import { dataflowWorkerOptions } from "../options/dataflow/worker_options";
import { optionName } from "../options/option_name";
import { runGroups } from "../options/options";
import { pipelineNames } from "../options/pipeline_spec";
import { launcherFlags, refusedOptions } from "../options/refused_options";
import { jobOptions } from "../options/runner_options";
import { UsageError } from "../options/usage_error";
import { nearestNames } from "../core/text/nearest_names";

/** Lists, which a launcher may give in several flags. */
const lists = ["experiments", "dataflowServiceOptions"];

/** The options that a template's program has: those of a run, of a job and of its workers. */
const supported: readonly string[] = [
  ...Object.values(runGroups).flatMap((group) => Object.keys(group)),
  ...[jobOptions, dataflowOptions, dataflowWorkerOptions].flatMap((group) => Object.keys(group)),
  "runner",
  "verbose",
].filter((name) => name !== "wait");

/**
 * The command line that a Flex Template's launcher means: its flags, the pipeline and the image of
 * the environment, and the defaults of a template. A flag that the program does not support is
 * logged and ignored, so that a setting of a later launcher ends no launch; a flag without a value is
 * ignored too.
 *
 * @param flags `--name=value`: the template's parameters in camelCase, and the launcher's flags in
 *   snake_case.
 * @throws UsageError when the environment names no pipeline, when a parameter is misspelled, and
 *   when an API key is given as a parameter
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
  for (const [name, value] of supportedFlags(flags)) {
    const before = lists.includes(name) ? values.get(name) : undefined;
    values.set(name, before === undefined ? value : `${before},${value}`);
  }
  values.set("runner", "dataflow");
  return [pipeline, ...[...values].map(([name, value]) => `--${name}=${value}`)];
}

function* supportedFlags(flags: readonly string[]): Generator<[name: string, value: string]> {
  for (const flag of flags) {
    const [, spelling, value = "true"] = /^--([A-Za-z][\w-]*)(?:=(.*))?$/s.exec(flag) ?? [];
    if (spelling === undefined) {
      // It is not repeated: it may hold anything.
      log.warn("An argument that is not --name=value is ignored.");
      continue;
    }
    const name = optionName(spelling);
    refuseKey(spelling, value, name);
    if (supported.includes(name) && value !== "") yield [name, value];
    else if (value !== "" && !launcherFlags.includes(spelling)) ignore(spelling, value, name);
  }
}

/** An API key never belongs in a parameter, which the job's page shows. */
function refuseKey(spelling: string, value: string, name: string): void {
  const isKey = /(^|api|gecko|demo|pro)key$/i.test(name) || /\bCG-\w{8,}/.test(value);
  if (!isKey) return;
  throw new UsageError(`--${spelling} is not supported: ${refusedOptions.apiKey ?? ""}`);
}

/**
 * Logs that a flag is ignored, but for one that says that an unsupported thing is not wanted.
 * @throws UsageError when it is nearly a parameter of ours: without it the job would be another
 */
function ignore(spelling: string, value: string, name: string): void {
  const reason = refusedOptions[name];
  if (reason !== undefined) {
    if (value !== "false") log.warn(`--${spelling} is ignored: ${reason}`);
    return;
  }
  const meant = meantParameters(spelling, name);
  if (meant.length > 0) {
    throw new UsageError(
      `Unknown parameter ${spelling}. Did you mean ${meant.map((one) => `--${one}`).join(" or ")}?`,
    );
  }
  log.warn(`The launcher's flag --${spelling} is not known here: it is ignored.`);
}

/**
 * Our parameters that a flag nearly names. In camelCase it is a parameter, and in snake_case a flag of
 * the launcher; a single word may be either, so that only one edit counts: `coin`, but not `update`.
 */
function meantParameters(spelling: string, name: string): readonly string[] {
  if (/^[a-z]+[A-Z]/.test(spelling)) return nearestNames(name, supported);
  if (!/^[a-z]+$/.test(spelling)) return [];
  return nearestNames(name, supported).filter((one) => distance(name, one) === 1);
}
