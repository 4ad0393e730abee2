import { parseArgs } from "node:util";
import { ActionableError } from "../../core/actionable_error";

/**
 * The command line of an SDK container (https://beam.apache.org/documentation/runtime/environments/).
 * Endpoints are `host:port`.
 */
export interface WorkerFlags {
  readonly id: string;
  readonly provisionEndpoint?: string;
  readonly loggingEndpoint?: string;
  readonly controlEndpoint?: string;
}

const names = [
  "id",
  "provision_endpoint",
  "logging_endpoint",
  "control_endpoint",
  "artifact_endpoint",
  "semi_persist_dir",
  "options",
  "status_endpoint",
] as const;

/** Parses the flags. Unknown ones are ignored, for newer runners; artifacts and options are not needed. */
export function parseWorkerFlags(args: readonly string[]): WorkerFlags {
  const options = Object.fromEntries(names.map((name) => [name, { type: "string" as const }]));
  const { values } = parseArgs({ args: [...args], options, strict: false });
  const flag = (name: (typeof names)[number]) => {
    const value = values[name];
    return typeof value === "string" && value !== "" ? unquoted(value) : undefined;
  };
  const id = flag("id");
  const provisionEndpoint = flag("provision_endpoint");
  const loggingEndpoint = flag("logging_endpoint");
  const controlEndpoint = flag("control_endpoint");
  if (!id || !(provisionEndpoint ?? controlEndpoint)) {
    throw new ActionableError(
      "A Beam worker is started by a runner, with --id and --provision_endpoint.",
      "To run a pipeline use crypto-pipelines.",
    );
  }
  return {
    id,
    ...(provisionEndpoint && { provisionEndpoint }),
    ...(loggingEndpoint && { loggingEndpoint }),
    ...(controlEndpoint && { controlEndpoint }),
  };
}

/** Prism starts a process without a shell, yet quotes the id. */
function unquoted(value: string): string {
  return value.replace(/^(['"])(.*)\1$/, "$2");
}
