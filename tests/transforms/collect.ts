import type { PCollection } from "apache-beam/pvalue";
import { registerDoFns } from "../../pipelines/beam/register";
import { step } from "../../pipelines/beam/step";

const boxes = new Map<string, unknown[]>();

/** A step that puts elements where the test, in the same process, finds them. */
class Collect {
  constructor(private readonly box: string) {}

  *process(element: unknown): Generator<never> {
    boxes.get(this.box)?.push(element);
  }
}
registerDoFns("tests/transforms/collect", { Collect });

/** What a PCollection holds when the pipeline has run. */
export function collect<T>(name: string, elements: PCollection<T>): T[] {
  const box: T[] = [];
  boxes.set(name, box);
  elements.apply(step(`Collect ${name}`, new Collect(name)));
  return box;
}
