import "./sdk";
import { requireForSerialization } from "apache-beam/serialization";
import "./worker/bundle_processor";
import "./operators/data_sink";
import "./json_coder";
import "./operators/pardo";
import "./varint_coder";

type Class = abstract new (...args: never[]) => unknown;

/**
 * Registers DoFn classes by name, so that an instance made by the launcher has the same class on a
 * worker. Only the instance's fields are serialized: they are plain JSON.
 *
 * @param moduleName a stable name of ours such as `transforms/parse_coins`, never a path: launcher
 *   and worker are installed in different places.
 * @param classes by their names. Every module that calls this is imported by pipelines/do_fns.ts,
 *   which is how a worker knows it.
 */
export function registerDoFns(moduleName: string, classes: Readonly<Record<string, Class>>): void {
  requireForSerialization(moduleName, classes);
}
