import util from "node:util";

/**
 * Node 23 removed util.isPrimitive, which serialize-closures, a dependency of the SDK, still calls.
 * sdk.ts imports this before the SDK.
 */
const legacy: { isPrimitive?: (value: unknown) => boolean } = util;

legacy.isPrimitive ??= (value) => Object(value) !== value;
