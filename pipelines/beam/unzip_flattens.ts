import "./sdk";
import * as runnerApi from "apache-beam/proto/beam_runner_api";

const flattenUrn = "beam:transform:flatten:v1";
const parDoUrn = "beam:transform:pardo:v1";

/**
 * A copy of a pipeline whose Flattens come as late as possible: the steps after one are repeated for
 * each of its inputs, up to the next GroupByKey. Each copy can then be fused with the step before it,
 * and pages, say, need not be sent through the runner to be parsed. Flink and Dataflow do this
 * themselves; Prism 2.77 does not, and keeps flattened elements in memory.
 */
export function unzipFlattens(pipeline: runnerApi.Pipeline): runnerApi.Pipeline {
  const copy = runnerApi.Pipeline.clone(pipeline);
  const graph = new Graph(copy);
  const flattens = graph.ids(({ spec }) => spec?.urn === flattenUrn);
  for (let id = flattens.shift(); id !== undefined; id = flattens.shift()) {
    flattens.push(...graph.unzip(id));
  }
  return copy;
}

type Transform = runnerApi.PTransform;

/** The transforms of a pipeline, to be changed in place. */
class Graph {
  private readonly transforms: Record<string, Transform>;
  private readonly pcollections: Record<string, runnerApi.PCollection>;
  private lastNumber = 0;

  constructor(private readonly pipeline: runnerApi.Pipeline) {
    const { transforms = {}, pcollections = {} } = pipeline.components ?? {};
    this.transforms = transforms;
    this.pcollections = pcollections;
  }

  ids(test: (transform: Transform) => boolean): string[] {
    return Object.keys(this.transforms).filter((id) => test(this.transform(id)));
  }

  /** Moves a Flatten after the steps that read it. @returns the Flattens that replace it. */
  unzip(id: string): string[] {
    const { inputs: from, outputs } = this.transform(id);
    const inputs = Object.values(from);
    const [output = ""] = Object.values(outputs);
    const made: string[] = [];
    let stays = false;
    for (const consumer of this.primitivesThatRead(output)) {
      const { spec, inputs: read } = this.transform(consumer);
      if (spec?.urn === flattenUrn) this.readAllInstead(consumer, output, inputs);
      else if (spec?.urn === parDoUrn && Object.keys(read).length === 1) {
        made.push(...this.repeat(consumer, inputs));
      } else stays = true; // a GroupByKey, or a ParDo with side inputs
    }
    if (!stays) this.remove(id, output);
    return made;
  }

  private transform(id: string): Transform {
    const transform = this.transforms[id];
    if (!transform) throw new Error(`The pipeline has no transform ${id}.`);
    return transform;
  }

  private primitivesThatRead(pcollection: string): string[] {
    return this.ids(
      ({ inputs, subtransforms }) =>
        subtransforms.length === 0 && Object.values(inputs).includes(pcollection),
    );
  }

  /** A Flatten that reads a Flatten reads its inputs instead. */
  private readAllInstead(id: string, pcollection: string, inputs: readonly string[]): void {
    const others = Object.values(this.transform(id).inputs).filter((read) => read !== pcollection);
    this.transform(id).inputs = numbered([...others, ...inputs]);
  }

  /** Repeats a step for each input. @returns the Flattens that merge its outputs again. */
  private repeat(id: string, inputs: readonly string[]): string[] {
    const step = this.transform(id);
    const [tag = ""] = Object.keys(step.inputs);
    const copies = inputs.map((input, n) => {
      const copy = runnerApi.PTransform.clone(step);
      copy.inputs = { [tag]: input };
      for (const [name, output] of Object.entries(step.outputs)) {
        copy.outputs[name] = this.copyOf(output);
      }
      // One of them takes the step's place and keeps its name, which error messages show.
      return n === 0 ? this.place(id, copy) : this.place(this.newId(id), copy, id);
    });
    return Object.entries(step.outputs).map(([name, output]) => {
      const flatten = runnerApi.PTransform.create({
        spec: { urn: flattenUrn },
        inputs: numbered(copies.map((copy) => this.transform(copy).outputs[name] ?? "")),
        outputs: { out: output },
      });
      return this.place(this.newId(`${id}-${name}`), flatten, id);
    });
  }

  private copyOf(id: string): string {
    const copy = this.newId(id);
    const pcollection = runnerApi.PCollection.create(this.pcollections[id]);
    this.pcollections[copy] = { ...pcollection, uniqueName: copy };
    return copy;
  }

  private newId(id: string): string {
    return `${id}-${++this.lastNumber}`;
  }

  /** Puts a transform into the pipeline; a new one is listed wherever `beside` is. */
  private place(id: string, transform: Transform, beside?: string): string {
    if (beside !== undefined) {
      transform.uniqueName = `${this.transform(beside).uniqueName} (${id})`;
      for (const ids of this.listings()) if (ids.includes(beside)) ids.push(id);
    }
    this.transforms[id] = transform;
    return id;
  }

  private remove(id: string, output: string): void {
    Reflect.deleteProperty(this.transforms, id);
    Reflect.deleteProperty(this.pcollections, output);
    for (const ids of this.listings()) if (ids.includes(id)) ids.splice(ids.indexOf(id), 1);
    // Composites still list it among their inputs or outputs.
    for (const { inputs, outputs } of Object.values(this.transforms)) {
      for (const named of [inputs, outputs]) {
        const tag = Object.keys(named).find((key) => named[key] === output);
        if (tag !== undefined) Reflect.deleteProperty(named, tag);
      }
    }
  }

  /** The lists of transform ids: of the pipeline, and of each composite. */
  private listings(): string[][] {
    const composites = Object.values(this.transforms).map(({ subtransforms }) => subtransforms);
    return [this.pipeline.rootTransformIds, ...composites];
  }
}

function numbered(pcollections: readonly string[]): Record<string, string> {
  return Object.fromEntries(pcollections.map((pcollection, n) => [String(n), pcollection]));
}
