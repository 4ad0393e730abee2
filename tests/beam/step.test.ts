import type { Root } from "apache-beam/pvalue";
import { pipelineProto } from "../../pipelines/beam/pipeline_proto";
import { registerDoFns } from "../../pipelines/beam/register";
import { create, flatten, groupBy, split, step } from "../../pipelines/beam/step";
import { runDirect } from "../../pipelines/runners/direct";

const written: unknown[] = [];
beforeEach(() => {
  written.length = 0;
});

class Write {
  process(element: unknown): void {
    written.push(element);
  }
}
const write = () => step("Write", new Write());

class Sort {
  *process(n: number): Iterable<{ even: number } | { odd: { n: number; last: string } }> {
    yield n % 2 ? { odd: { n, last: String(n).slice(-1) } } : { even: n };
  }
}

class Pass<T> {
  *process(element: T): Iterable<T> {
    yield element;
  }
}

class Other {
  *process(): Iterable<{ even: number }> {
    yield { neither: 1 } as unknown as { even: number };
  }
}

registerDoFns("tests/step", { Write, Sort, Pass, Other });

it("creates elements, splits them by their key, and groups them by a field", async () => {
  await runDirect((root) => {
    const sorted = root.apply(create("Numbers", [1, 2, 11])).apply(step("Sort", new Sort()));
    const { odd } = sorted.apply(split("Sorted", ["even", "odd"]));
    odd.apply(groupBy("ByLast", "last")).apply(write());
  });
  const value = [
    { n: 1, last: "1" },
    { n: 11, last: "1" },
  ];
  expect(written).toEqual([{ key: "1", value }]);
});

it("flattens PCollections of one type", async () => {
  await runDirect((root) => {
    const some = root.apply(create("Some", [1, 2]));
    const none = root.apply(create<number>("None", []));
    flatten("All", some, none, root.apply(create("More", [3]))).apply(write());
  });
  expect(written.sort()).toEqual([1, 2, 3]);
});

it("fails at an element with a key that was not named", async () => {
  const run = runDirect((root) => {
    root
      .apply(create("Numbers", [1]))
      .apply(step("Other", new Other()))
      .apply(split("Known", ["even"]));
  });
  await expect(run).rejects.toThrow("Unexpected tag 'neither'");
});

it("requires unique names of sibling steps", async () => {
  const twice = (root: Root) => {
    root.apply(create("Numbers", [1])).apply(step("Pass", new Pass()));
    root.apply(create("More", [1])).apply(step("Pass", new Pass()));
  };
  await expect(pipelineProto(twice)).rejects.toThrow('Duplicate stage name: "Pass"');
});

it("refuses a DoFn of a class that is not registered", async () => {
  class Secret {
    *process(n: number): Iterable<number> {
      yield n;
    }
  }
  const pipeline = (root: Root) => {
    root.apply(create("Numbers", [1])).apply(step("Secret", new Secret()));
  };
  await expect(pipelineProto(pipeline)).rejects.toThrow("Cannot serialize classes");
});
