import type { ParamProviderImpl } from "apache-beam/worker/pardo_context";
import type { WindowedValue } from "apache-beam/values";

/**
 * The context of one element in flight. The SDK keeps one context for a step, which tells of the
 * element processed last; here every element has its own view of it, which stays true after an
 * `await`.
 */
export async function elementContext(
  operator: { augmentedContext: any; paramProvider: ParamProviderImpl },
  wvalue: WindowedValue<unknown>,
): Promise<unknown> {
  const { augmentedContext: shared, paramProvider } = operator;
  const looksUp = (name: string) => typeof shared[name]?.lookup === "function";
  const names = typeof shared === "object" && shared ? allKeys(shared).filter(looksUp) : [];
  if (names.length === 0) return shared;

  await paramProvider.setCurrentValue(wvalue);
  const provider = Object.create(paramProvider, {
    wvalue: { value: wvalue },
    sideInputValues: { value: new Map(paramProvider.sideInputValues) },
  });
  const own = Object.create(shared);
  for (const name of names)
    own[name] = Object.create(shared[name], { provider: { value: provider } });
  return own;
}

/** The enumerable keys of an object and its prototypes: the SDK's contexts inherit from each other. */
function allKeys(object: object): string[] {
  const keys: string[] = [];
  for (const key in object) keys.push(key);
  return keys;
}
