import type { Pipeline } from "apache-beam/proto/beam_runner_api";

/** That names are unique in a pipeline, each transform is listed once, and every reference resolves. */
export function expectConsistent({ components, rootTransformIds }: Pipeline): void {
  const { transforms = {}, pcollections = {} } = components ?? {};
  const names = Object.values(transforms).map(({ uniqueName }) => uniqueName);
  expect(new Set(names).size).toBe(names.length);
  const listed = Object.values(transforms).flatMap(({ subtransforms }) => subtransforms);
  expect([...listed, ...rootTransformIds].sort()).toEqual(Object.keys(transforms).sort());
  for (const { inputs, outputs } of Object.values(transforms)) {
    for (const id of [...Object.values(inputs), ...Object.values(outputs)]) {
      expect(pcollections).toHaveProperty(id);
    }
  }
}
