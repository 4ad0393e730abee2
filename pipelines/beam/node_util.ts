import util from "node:util";

/**
 * Node 23 took util.isPrimitive away, and serialize-closures, which the SDK loads, still calls it.
 * So this comes before the first import of the SDK: at the top of every executable.
 */
const legacy: { isPrimitive?: (value: unknown) => boolean } = util;

legacy.isPrimitive ??= (value) => Object(value) !== value;
