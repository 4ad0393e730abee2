#!/usr/bin/env node
import "./core/compile_cache";
import "./core/thread_pool";
import { pathToFileURL } from "node:url";
import { stackWithCauses } from "./beam/worker/bundle_failure";
import { FnLogging, type LogLine, Severity } from "./beam/worker/fn_logging";
import { captureConsole, captureLog } from "./beam/worker/log_capture";
import { provisionInfo } from "./beam/worker/provision";
import { SdkHarness } from "./beam/worker/sdk_harness";
import { WorkerLifeline } from "./beam/worker/lifeline";
import { parseWorkerFlags } from "./beam/worker/flags";
import "./do_fns";
import { prepareProxyEnvironment } from "./core/network/proxy";
import { log } from "./core/log";
import { ActionableError } from "./core/actionable_error";

/**
 * crypto-worker: the Beam worker of our pipelines, with the command line of an SDK container. A
 * runner starts it, in a container or as a process, and ends it by closing its control channel: it
 * exits with 0 then, and with 1 after a failure, whereupon the runner starts another one.
 */
async function main(): Promise<void> {
  const lifeline = new WorkerLifeline(process.env.CRYPTO_WORKER_LIFELINE);
  prepareProxyEnvironment();
  const flags = parseWorkerFlags(process.argv.slice(2));
  const info = flags.provisionEndpoint
    ? await provisionInfo(flags.provisionEndpoint, flags.id)
    : undefined;
  const loggingEndpoint = flags.loggingEndpoint ?? info?.loggingEndpoint?.url;
  const controlEndpoint = flags.controlEndpoint ?? info?.controlEndpoint?.url;
  if (!controlEndpoint) {
    throw new ActionableError("The runner named no control endpoint.", "Pass --control_endpoint.");
  }

  const logging = loggingEndpoint ? new FnLogging(loggingEndpoint, flags.id) : undefined;
  if (logging) {
    const send = (line: LogLine) => {
      logging.log(line);
    };
    captureConsole(send);
    captureLog(send);
  }
  const report = (line: LogLine) => {
    if (logging) logging.log(line);
    else log.error(line.message);
  };
  const die = async (error: unknown) => {
    const trace = stackWithCauses(error);
    report({ severity: Severity.CRITICAL, message: trace, trace });
    await logging?.close();
    process.exit(1);
  };
  process.on("uncaughtException", (error) => void die(error));
  process.on("unhandledRejection", (error) => void die(error));
  process.on("SIGTERM", () => process.exit(0));

  try {
    await importMoreDoFns();
    const harness = new SdkHarness(flags.id, controlEndpoint, (message, instructionId) => {
      report({ severity: Severity.ERROR, message, trace: message, instructionId });
    });
    await harness.ended;
    await Promise.all([logging?.close(), lifeline.release()]);
  } catch (error) {
    await die(error);
  }
}

/** Further modules with DoFns: CRYPTO_WORKER_MODULES has their paths, separated by commas. */
async function importMoreDoFns(): Promise<void> {
  const paths = (process.env.CRYPTO_WORKER_MODULES ?? "").split(",").filter((path) => path !== "");
  for (const path of paths) await import(pathToFileURL(path).href);
}

// A worker whose event loop runs empty has failed.
process.exitCode = 1;
main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(
      `${error instanceof ActionableError ? error.message : stackWithCauses(error)}\n`,
    );
    process.exit(1);
  },
);
