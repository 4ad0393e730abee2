import util from "node:util";

/**
 * serialize-closures, a dependency of the SDK, calls util.isPrimitive, which Node 22 warns of and
 * Node 23 has no more. sdk.ts imports this before the SDK.
 */
const legacy: { isPrimitive?: (value: unknown) => boolean } = util;

legacy.isPrimitive = (value) => Object(value) !== value;
