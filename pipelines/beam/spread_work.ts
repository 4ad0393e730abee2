import "./sdk";
import { serializeFn } from "apache-beam/internal/serialize";
import { SERIALIZED_JS_DOFN_INFO } from "apache-beam/internal/urns";
import * as runnerApi from "apache-beam/proto/beam_runner_api";
import type { KV } from "apache-beam/values";
import { fnvHash } from "../core/text/fnv_hash";
import { registerDoFns } from "./register";
import { unzipFlattens } from "./unzip_flattens";

const groupByKeyUrn = "beam:transform:group_by_key:v1";
const parDoUrn = "beam:transform:pardo:v1";

/**
 * A copy of a pipeline in which several environments share the work behind each GroupByKey, by key, with
 * its Flattens unzipped. For runners that start one worker process an environment, as Prism 2.77 does:
 * one process of Node uses one core. Each environment reads all groups and processes its own.
 */
export function spreadWork(pipeline: runnerApi.Pipeline, environments: number): runnerApi.Pipeline {
  if (environments === 1) return unzipFlattens(pipeline);
  const copy = runnerApi.Pipeline.clone(pipeline);
  const { components } = copy;
  if (!components) return copy;
  const [first = ""] = Object.keys(components.environments);
  const ids = Array.from({ length: environments }, (_, n) =>
    n === 0 ? first : `${first}-${n + 1}`,
  );
  for (const id of ids) {
    components.environments[id] = runnerApi.Environment.create(components.environments[first]);
  }
  for (const [id, { spec }] of Object.entries(components.transforms)) {
    if (spec?.urn === groupByKeyUrn) shareOutput(copy, components, id, ids);
  }
  const unzipped = unzipFlattens(copy);
  inheritEnvironments(unzipped.components?.transforms ?? {}, first);
  return unzipped;
}

/** Puts a step an environment behind a GroupByKey, and a Flatten behind those, which is unzipped then. */
function shareOutput(
  pipeline: runnerApi.Pipeline,
  { transforms, pcollections }: runnerApi.Components,
  id: string,
  environments: readonly string[],
): void {
  const [output = ""] = Object.values(transforms[id]?.outputs ?? {});
  const readers = Object.values(transforms).filter(({ inputs }) =>
    Object.values(inputs).includes(output),
  );
  const add = (suffix: string, transform: runnerApi.PTransform) => {
    const uniqueName = `${transforms[id]?.uniqueName ?? id} (${suffix})`;
    transforms[`${id}-${suffix}`] = { ...transform, uniqueName };
    pipeline.rootTransformIds.push(`${id}-${suffix}`);
  };
  const copyOfOutput = (suffix: string) => {
    const copy = `${output}-${suffix}`;
    const pcollection = runnerApi.PCollection.create(pcollections[output]);
    pcollections[copy] = { ...pcollection, uniqueName: copy };
    return copy;
  };
  const shares = environments.map((environmentId, index) => {
    const suffix = `share-${index + 1}`;
    const share = copyOfOutput(suffix);
    const outputs = { out: share };
    add(
      suffix,
      runnerApi.PTransform.create({
        spec: parDoOf(new Share(index, environments.length)),
        ...{ inputs: { in: output }, outputs, environmentId },
      }),
    );
    return share;
  });
  const all = copyOfOutput("shares");
  for (const { inputs } of readers) {
    for (const [tag, input] of Object.entries(inputs)) if (input === output) inputs[tag] = all;
  }
  add(
    "shares",
    runnerApi.PTransform.create({
      spec: { urn: "beam:transform:flatten:v1" },
      inputs: Object.fromEntries(shares.map((share, n) => [String(n), share])),
      outputs: { out: all },
    }),
  );
}

/** Each ParDo is in the environment of the one before it; behind any other step, in the first. */
function inheritEnvironments(
  transforms: Readonly<Record<string, runnerApi.PTransform>>,
  first: string,
): void {
  const steps = Object.values(transforms).filter(({ subtransforms }) => subtransforms.length === 0);
  const producers = new Map(
    steps.flatMap((step) => Object.values(step.outputs).map((output) => [output, step] as const)),
  );
  const environmentOf = (step: runnerApi.PTransform): string => {
    const [input = ""] = Object.values(step.inputs);
    const producer = producers.get(input);
    if (producer?.spec?.urn === groupByKeyUrn) return step.environmentId;
    return producer?.spec?.urn === parDoUrn ? environmentOf(producer) : first;
  };
  for (const step of steps) {
    if (step.spec?.urn === parDoUrn) step.environmentId = environmentOf(step);
  }
}

function parDoOf(doFn: object): runnerApi.FunctionSpec {
  const payload = runnerApi.ParDoPayload.create({
    doFn: { urn: SERIALIZED_JS_DOFN_INFO, payload: serializeFn({ doFn, context: undefined }) },
  });
  return { urn: parDoUrn, payload: runnerApi.ParDoPayload.toBinary(payload) };
}

/** The groups of one of several environments. */
class Share {
  constructor(
    private readonly index: number,
    private readonly of: number,
  ) {}

  *process(group: KV<unknown, unknown>): Generator<KV<unknown, unknown>> {
    if (fnvHash(JSON.stringify(group.key)) % this.of === this.index) yield group;
  }
}

registerDoFns("beam/spread_work", { Share });
