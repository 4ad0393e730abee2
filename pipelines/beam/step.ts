import "./sdk";
import type { PCollection, PValue, Root } from "apache-beam/pvalue";
import { P } from "apache-beam/pvalue";
import { flatten as sdkFlatten } from "apache-beam/transforms/flatten";
import { groupBy as sdkGroupBy } from "apache-beam/transforms/group_and_combine";
import { impulse } from "apache-beam/transforms/internal";
import { type DoFn, parDo, split as sdkSplit } from "apache-beam/transforms/pardo";
import { type PTransform, withName } from "apache-beam/transforms/transform";
import { reshuffle } from "apache-beam/transforms/utils";
import type { KV } from "apache-beam/values";
import { registerDoFns } from "./register";

declare module "apache-beam/pvalue" {
  // The SDK declares `any` as the result, and the elements' type is lost after the first step.
  interface PCollection<T> {
    apply<OutputT extends PValue<any>>(transform: PTransform<PCollection<T>, OutputT>): OutputT;
  }
}

/**
 * A PCollection of the given elements, each of which may be processed by another worker. The SDK's own
 * `create` takes time and space quadratic in their number.
 */
export function create<T>(name: string, elements: readonly T[]): PTransform<Root, PCollection<T>> {
  return withName(name, (root: Root) => {
    const all = root
      .apply(impulse())
      .apply(step("Elements", new Elements<T>(JSON.stringify(elements))));
    return elements.length > 1 ? all.apply(reshuffle<T>()) : all;
  });
}

class Elements<T> {
  constructor(readonly json: string) {}

  process(): Iterable<T> {
    return JSON.parse(this.json) as T[];
  }
}
registerDoFns("beam/step", { Elements });

/**
 * A named ParDo, of a DoFn or an AsyncDoFn. Names are unique among sibling steps: runners identify
 * steps, counters and log lines by them.
 *
 * @param context counters and other values for the DoFn; counters are connected by the worker, the
 *   rest is plain JSON.
 */
export function step<InputT, OutputT, ContextT extends object | undefined = undefined>(
  name: string,
  doFn: DoFn<InputT, OutputT, ContextT>,
  context?: ContextT,
): PTransform<PCollection<InputT>, PCollection<OutputT>> {
  return withName(name, parDo(doFn, context));
}

/** Several steps as one: its name is a prefix of theirs. */
export function composite<InputT extends PValue<any>, OutputT extends PValue<any>>(
  name: string,
  expand: (input: InputT) => OutputT,
): PTransform<InputT, OutputT> {
  return withName(name, expand);
}

type KeyOfUnion<U> = U extends unknown ? keyof U & string : never;
type ValueOfUnion<U, K extends string> = U extends Record<K, infer V> ? V : never;

/**
 * Splits a PCollection of one-key objects, such as `{ rows: R } | { rejects: J }`, into one
 * PCollection per key. All keys are named here; an element with another key fails the bundle.
 */
export function split<U extends object>(
  name: string,
  keys: readonly KeyOfUnion<U>[],
): PTransform<PCollection<U>, { [K in KeyOfUnion<U>]: PCollection<ValueOfUnion<U, K>> }> {
  return withName(name, sdkSplit([...keys])) as any;
}

/** Groups by a field that holds a string or a number. */
export function groupBy<T, K extends keyof T & string>(
  name: string,
  key: K,
): PTransform<PCollection<T>, PCollection<KV<T[K], Iterable<T>>>> {
  return withName(name, sdkGroupBy<T, T[K]>(key));
}

/** The union of PCollections of one type. */
export function flatten<T>(name: string, first: PCollection<T>, ...others: PCollection<T>[]) {
  return P([first, ...others]).apply(withName(name, sdkFlatten<T>()));
}

/** A counter of a step: passed in its context, summed by the runner over all workers. */
export { counter, type Counter } from "apache-beam/transforms/pardo";
