import "apache-beam";
import type { PCollection } from "apache-beam/pvalue";
import { SideInputParam } from "apache-beam/transforms/pardo";
import { registerDoFns } from "./register";

class ListAccessor<T> {
  readonly accessPattern = "beam:side_input:iterable:v1";

  toValue(elements: Iterable<T>): readonly T[] {
    return [...elements];
  }
}

/**
 * A whole PCollection as a context parameter: `lookup()` gives its elements as a list, in no order.
 * The SDK's own iterableSideInput gives an iterator, which is empty for the second element that
 * reads it.
 */
export function listSideInput<T>(
  elements: PCollection<T>,
): SideInputParam<T, Iterable<T>, readonly T[]> {
  return new SideInputParam<T, Iterable<T>, readonly T[]>(elements, new ListAccessor<T>());
}

registerDoFns("beam/side_input", { ListAccessor });
