import "../../pipelines/beam/sdk";
import "../../pipelines/beam/operators/direct_group_by_key";
import "../../pipelines/beam/operators/direct_impulse";
import { Pipeline, type PTransform } from "apache-beam/proto/beam_runner_api";
import type { Root } from "apache-beam/pvalue";
import { directRunner } from "apache-beam/runners/direct_runner";
import type { KV } from "apache-beam/values";
import { type PipelineFn, pipelineProto } from "../../pipelines/beam/pipeline_proto";
import { registerDoFns } from "../../pipelines/beam/register";
import { composite, create, flatten, groupBy, split, step } from "../../pipelines/beam/step";
import { unzipFlattens } from "../../pipelines/beam/unzip_flattens";
import { pipelines } from "../../pipelines/pipelines";
import type { PipelineName } from "../../pipelines/options/pipeline_spec";
import { runsOf } from "../run/run_of";
import { expectConsistent } from "../support/beam/expect_consistent";

interface Item {
  readonly key: string;
  readonly n: number;
}

class Sort {
  *process(n: number): Iterable<{ even: Item } | { odd: Item }> {
    yield n % 2 ? { odd: { key: "odd", n } } : { even: { key: "even", n } };
  }
}

class Add {
  constructor(readonly m: number) {}

  *process({ key, n }: Item): Iterable<Item> {
    yield { key, n: n + this.m };
  }
}

const written: string[] = [];

class Write {
  process({ key, value }: KV<string, Iterable<Item>>): void {
    const numbers = Array.from(value, ({ n }) => n).sort((a, b) => a - b);
    written.push(`${key}: ${numbers.join(" ")}`);
  }
}

registerDoFns("tests/unzip_flattens", { Sort, Add, Write });

/** A Flatten of Flattens before steps with one and with several outputs. */
const pipeline: PipelineFn = (root: Root) => {
  const numbers = ["A", "B", "C"].map((name, n) => root.apply(create(name, [n, n + 10, n + 20])));
  const [a, b, c] = numbers;
  if (!a || !b || !c) throw new Error("There are three.");
  const sorted = flatten("AllOfAll", flatten("AB", a, b), c)
    .apply(step("Sort", new Sort()))
    .apply(split("Sorted", ["even", "odd"]));
  const added = sorted.odd.apply(
    composite("AddTwice", (odd) =>
      odd.apply(step("Add", new Add(100))).apply(step("AddMore", new Add(1000))),
    ),
  );
  const evenToo = sorted.even.apply(step("AddLess", new Add(-1)));
  return flatten("Both", added, evenToo)
    .apply(groupBy("ByKey", "key"))
    .apply(step("Write", new Write()));
};

function readersOf(proto: Pipeline, pcollection: string): PTransform[] {
  return Object.values(proto.components?.transforms ?? {}).filter(
    ({ inputs, subtransforms }) =>
      subtransforms.length === 0 && Object.values(inputs).includes(pcollection),
  );
}

function flattensOf(proto: Pipeline): PTransform[] {
  const transforms = Object.values(proto.components?.transforms ?? {});
  return transforms.filter(({ spec }) => spec?.urn === "beam:transform:flatten:v1");
}

/** Steps that a runner could fuse with the step before the Flatten, were it not there. */
function stepsAfterFlattens(proto: Pipeline): string[] {
  return flattensOf(proto).flatMap(({ outputs }) =>
    Object.values(outputs)
      .flatMap((output) => readersOf(proto, output))
      .filter(({ inputs }) => Object.keys(inputs).length === 1)
      .filter(({ spec }) => spec?.urn !== "beam:transform:group_by_key:v1")
      .map(({ uniqueName }) => uniqueName),
  );
}

async function outputOf(proto: Pipeline): Promise<string[]> {
  written.length = 0;
  await directRunner().runPipeline(proto);
  return written.toSorted();
}

describe("a pipeline whose Flattens are unzipped", () => {
  it("gives the same output, and has no step with one input after a Flatten", async () => {
    const proto = await pipelineProto(pipeline);
    const unzipped = unzipFlattens(proto);
    expect(stepsAfterFlattens(proto)).not.toEqual([]);
    expect(stepsAfterFlattens(unzipped)).toEqual([]);
    const expected = ["even: -1 1 9 11 19 21", "odd: 1101 1111 1121"];
    expect(await outputOf(proto)).toEqual(expected);
    expect(await outputOf(unzipped)).toEqual(expected);
  });

  it("is still consistent: names are unique, and every reference resolves", async () => {
    expectConsistent(unzipFlattens(await pipelineProto(pipeline)));
  });

  it("is not changed itself", async () => {
    const proto = await pipelineProto(pipeline);
    const before = Pipeline.toBinary(proto);
    unzipFlattens(proto);
    expect(Pipeline.toBinary(proto)).toEqual(before);
  });
});

it.each(Object.entries(pipelines))(
  "no step of %s with one input stays after a Flatten",
  async (name, { load }) => {
    const build = await load();
    const unzipped = unzipFlattens(await pipelineProto(build(runsOf(name as PipelineName))));
    expect(stepsAfterFlattens(unzipped)).toEqual([]);
  },
);
