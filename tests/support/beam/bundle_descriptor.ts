import "../../../pipelines/beam/sdk";
import { PipelineContext } from "apache-beam/internal/pipeline";
import { ProcessBundleDescriptor, RemoteGrpcPort } from "apache-beam/proto/beam_fn_api";
import * as runnerApi from "apache-beam/proto/beam_runner_api";
import type { PCollection } from "apache-beam/pvalue";
import { impulse } from "apache-beam/transforms/internal";
import { parDo } from "apache-beam/transforms/pardo";
import { Context } from "apache-beam/coders/coders";
import { Reader, Writer } from "protobufjs";
import { inGlobalWindow } from "../../../pipelines/beam/operators/global_window";
import { pipelineProto } from "../../../pipelines/beam/pipeline_proto";

/** The ids of a described bundle's first and last transforms. */
export const sourceId = "source";
export const sinkId = "sink";

const coder = (urn: string, ...componentCoderIds: string[]) =>
  runnerApi.Coder.create({ spec: { urn, payload: new Uint8Array() }, componentCoderIds });

const coders = {
  element: coder("beam:coder:genericobjectjs:v1"),
  window: coder("beam:coder:global_window:v1"),
  windowed: coder("beam:coder:windowed_value:v1", "element", "window"),
};

/**
 * A bundle's work, as a runner describes it to a worker: elements from the data channel go through
 * the steps that `build` applies, one after the other, and back.
 */
export async function bundleDescriptor(
  id: string,
  endpoint: string,
  build: (elements: PCollection<number>) => unknown,
): Promise<ProcessBundleDescriptor> {
  const { components } = await pipelineProto((root) => {
    build(root.apply(impulse()) as unknown as PCollection<number>);
  });
  const steps = Object.values(components?.transforms ?? {}).filter(
    ({ spec }) => spec?.urn === parDo.urn,
  );
  const url = { url: endpoint };
  const payload = RemoteGrpcPort.toBinary({ apiServiceDescriptor: url, coderId: "windowed" });
  const port = (urn: string) => ({ spec: { urn: `beam:runner:${urn}:v1`, payload } });
  const pcollections = components?.pcollections ?? {};
  for (const pcollection of Object.values(pcollections)) pcollection.coderId = "element";
  const first = steps[0]?.inputs.main ?? "";
  const last = steps.at(-1)?.outputs.main ?? "";
  return ProcessBundleDescriptor.create({
    id,
    transforms: {
      [sourceId]: runnerApi.PTransform.create({ ...port("source"), outputs: { out: first } }),
      ...Object.fromEntries(steps.map((step) => [`id of ${step.uniqueName}`, step])),
      [sinkId]: runnerApi.PTransform.create({ ...port("sink"), inputs: { in: last } }),
    },
    pcollections,
    coders: { ...components?.coders, ...coders },
    windowingStrategies: components?.windowingStrategies ?? {},
  });
}

const windowed = new PipelineContext(runnerApi.Components.create({ coders }), "").getCoder<
  ReturnType<typeof inGlobalWindow>
>("windowed");

/** Elements as they travel on a data channel. */
export function encode(elements: readonly unknown[]): Uint8Array {
  const writer = new Writer();
  for (const element of elements) {
    windowed.encode(inGlobalWindow(element), writer, Context.needsDelimiters);
  }
  return writer.finish();
}

export function decode(data: Uint8Array): unknown[] {
  const reader = new Reader(data);
  const elements: unknown[] = [];
  while (reader.pos < reader.len) {
    elements.push(windowed.decode(reader, Context.needsDelimiters).value);
  }
  return elements;
}
