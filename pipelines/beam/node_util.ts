import util from "node:util";

/**
 * serialize-closures, which the SDK loads, calls util.isPrimitive: Node 22 has deprecated it, and Node 23
 * has removed it. So it gets one of ours, and sdk.ts loads this before the SDK.
 */
const legacy: { isPrimitive?: (value: unknown) => boolean } = util;

legacy.isPrimitive = (value) => Object(value) !== value;
