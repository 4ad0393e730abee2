import util from "node:util";

/**
 * Node 23 took util.isPrimitive away, and serialize-closures, which the SDK loads, still calls it.
 * So sdk.ts loads this before the SDK.
 */
const legacy: { isPrimitive?: (value: unknown) => boolean } = util;

legacy.isPrimitive ??= (value) => Object(value) !== value;
