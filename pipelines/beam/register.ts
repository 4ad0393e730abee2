import "./sdk";
import { requireForSerialization } from "apache-beam/serialization";
import "./worker/bundle_processor";
import "./operators/data_sink";
import "./json_coder";
import "./operators/pardo";
import "./varint_coder";

type Class = abstract new (...args: never[]) => unknown;

/**
 * Makes DoFn classes known by name, so that an instance made by the launcher is one of the same
 * class on a worker. Only the instance's fields travel: they are plain JSON.
 *
 * @param moduleName a stable name of ours such as `transforms/parse_coins`, never a path: launcher
 *   and worker lie in different places.
 * @param classes by their names. Every module that calls this is imported by pipelines/do_fns.ts,
 *   which is how a worker knows it.
 */
export function registerDoFns(moduleName: string, classes: Readonly<Record<string, Class>>): void {
  requireForSerialization(moduleName, classes);
}
