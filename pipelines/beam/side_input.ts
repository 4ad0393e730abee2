import "./sdk";
import type { PCollection } from "apache-beam/pvalue";
import { SideInputParam } from "apache-beam/transforms/pardo";
import { registerDoFns } from "./register";

class ListAccessor<T> {
  readonly accessPattern = "beam:side_input:iterable:v1";

  toValue(elements: Iterable<T>): readonly T[] {
    return [...elements];
  }
}

class ListSideInput<T> extends SideInputParam<T, Iterable<T>, readonly T[]> {
  declare pcoll: PCollection<T>;
}

/**
 * Which PCollection a side input is of is kept beside it, not in it: the context is part of the
 * step, and with the PCollection the whole pipeline would be serialized in every step.
 */
const pcollections = new WeakMap<object, unknown>();
Object.defineProperty(ListSideInput.prototype, "pcoll", {
  get(this: object) {
    return pcollections.get(this);
  },
  set(this: object, pcollection: unknown) {
    pcollections.set(this, pcollection);
  },
});

/**
 * A whole PCollection as a context parameter: `lookup()` gives its elements as a list, in no order.
 * The SDK's own iterableSideInput gives an iterator, which is empty for the second element that
 * reads it.
 */
export function listSideInput<T>(
  elements: PCollection<T>,
): SideInputParam<T, Iterable<T>, readonly T[]> {
  return new ListSideInput<T>(elements, new ListAccessor<T>());
}

registerDoFns("beam/side_input", { ListAccessor, ListSideInput });
