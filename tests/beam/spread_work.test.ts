import "../../pipelines/beam/sdk";
import "../../pipelines/beam/operators/direct_group_by_key";
import "../../pipelines/beam/operators/direct_impulse";
import { Pipeline, type PTransform } from "apache-beam/proto/beam_runner_api";
import type { Root } from "apache-beam/pvalue";
import { directRunner } from "apache-beam/runners/direct_runner";
import type { KV } from "apache-beam/values";
import { type PipelineFn, pipelineProto } from "../../pipelines/beam/pipeline_proto";
import { registerDoFns } from "../../pipelines/beam/register";
import { spreadWork } from "../../pipelines/beam/spread_work";
import { create, flatten, groupBy, step } from "../../pipelines/beam/step";
import { unzipFlattens } from "../../pipelines/beam/unzip_flattens";
import type { PipelineName } from "../../pipelines/options/pipeline_spec";
import { pipelines } from "../../pipelines/pipelines";
import { runsOf } from "../run/run_of";
import { expectConsistent } from "../support/beam/expect_consistent";

interface Item {
  readonly key: string;
  readonly n: number;
}

class Keyed {
  constructor(readonly add: number) {}

  *process(n: number): Iterable<Item> {
    yield { key: `key ${n % 5}`, n: n + this.add };
  }
}

class Sum {
  *process({ key, value }: KV<string, Iterable<Item>>): Iterable<Item> {
    const n = Array.from(value).reduce((sum, item) => sum + item.n, 0);
    yield { key: `${n % 3}`, n };
    yield { key, n };
  }
}

const written: string[] = [];

class Write {
  process({ key, value }: KV<string, Iterable<Item>>): void {
    const numbers = Array.from(value, ({ n }) => n).sort((a, b) => a - b);
    written.push(`${key}: ${numbers.join(" ")}`);
  }
}

registerDoFns("tests/spread_work", { Keyed, Sum, Write });

/** Two groupings one after the other, behind a Flatten and a reshuffle. */
const pipeline: PipelineFn = (root: Root) => {
  const numbers = root.apply(create("Numbers", [1, 2, 3, 4, 5, 6, 7, 8, 9]));
  return flatten(
    "Both",
    numbers.apply(step("Keyed", new Keyed(0))),
    numbers.apply(step("KeyedToo", new Keyed(100))),
  )
    .apply(groupBy("ByKey", "key"))
    .apply(step("Sum", new Sum()))
    .apply(groupBy("BySum", "key"))
    .apply(step("Write", new Write()));
};

const isParDo = ({ spec }: PTransform) => spec?.urn === "beam:transform:pardo:v1";
const isGroupByKey = ({ spec }: PTransform) => spec?.urn === "beam:transform:group_by_key:v1";

async function outputOf(proto: Pipeline): Promise<string[]> {
  written.length = 0;
  await directRunner().runPipeline(proto);
  return written.toSorted();
}

/** The ParDos that a ParDo reads, in another environment: what passes between them could not be fused. */
function brokenFusions({ components }: Pipeline): string[] {
  const all = Object.values(components?.transforms ?? {});
  return all.filter(isParDo).flatMap((reader) =>
    all
      .filter((writer) => isParDo(writer) && writer.environmentId !== reader.environmentId)
      .filter(({ outputs }) =>
        Object.values(outputs).includes(Object.values(reader.inputs)[0] ?? ""),
      )
      .map(({ uniqueName }) => `${uniqueName} before ${reader.uniqueName}`),
  );
}

/** The environments of the steps that read each GroupByKey. */
function environmentsBehindGroups({ components }: Pipeline): string[][] {
  const all = Object.values(components?.transforms ?? {});
  return all.filter(isGroupByKey).map(({ outputs }) =>
    all
      .filter(({ inputs }) => Object.values(inputs).includes(Object.values(outputs)[0] ?? ""))
      .filter(isParDo)
      .map(({ environmentId }) => environmentId)
      .sort(),
  );
}

describe("the work of a pipeline, spread over environments", () => {
  it.each([2, 3, 7])("gives the same output with %d of them", async (environments) => {
    const proto = await pipelineProto(pipeline);
    const expected = await outputOf(proto);
    expect(expected).toHaveLength(8);
    expect(await outputOf(spreadWork(proto, environments))).toEqual(expected);
  });

  it("each group is processed in one environment, and no step is torn from the one before it", async () => {
    const spread = spreadWork(await pipelineProto(pipeline), 3);
    const { environments = {}, transforms = {} } = spread.components ?? {};
    const ids = Object.keys(environments).sort();
    expect(ids).toHaveLength(3);
    expect(environmentsBehindGroups(spread)).toEqual([ids, ids, ids]);
    expect(brokenFusions(spread)).toEqual([]);
    const used = Object.values(transforms)
      .filter(isParDo)
      .map(({ environmentId }) => environmentId);
    expect([...new Set(used)].sort()).toEqual(ids);
  });

  it("is consistent: names are unique, and every reference resolves", async () => {
    expectConsistent(spreadWork(await pipelineProto(pipeline), 2));
  });

  it("is not changed itself, and is only unzipped for one environment", async () => {
    const proto = await pipelineProto(pipeline);
    const before = Pipeline.toBinary(proto);
    spreadWork(proto, 2);
    expect(Pipeline.toBinary(proto)).toEqual(before);
    expect(spreadWork(proto, 1)).toEqual(unzipFlattens(proto));
  });
});

it.each(Object.entries(pipelines))(
  "all groups of %s are shared by both environments, in steps that can be fused",
  async (name, { load }) => {
    const build = await load();
    const proto = await pipelineProto(build(runsOf(name as PipelineName)));
    const spread = spreadWork(proto, 2);
    const ids = Object.keys(spread.components?.environments ?? {}).sort();
    const behind = environmentsBehindGroups(spread);
    expect(behind.length).toBeGreaterThan(0);
    expect(behind).toEqual(behind.map(() => ids));
    expect(brokenFusions(spread)).toEqual([]);
  },
);
