import "./sdk";
import { GeneralObjectCoder } from "apache-beam/coders/js_coders";
import type { Reader, Writer } from "protobufjs";

/**
 * Elements and keys travel as JSON. The SDK's coder (coders/js_coders.ts) takes BSON with a buffer
 * of 17 MB, cuts a longer string off without a word, and makes 2 of the number 2 ** 53 + 2.
 * Only our own workers read what it writes, so it may change.
 */
GeneralObjectCoder.prototype.encode = function (element: unknown, writer: Writer): void {
  writer.bytes(Buffer.from(JSON.stringify(element ?? null)));
};

GeneralObjectCoder.prototype.decode = function (reader: Reader): unknown {
  const { buffer, byteOffset, byteLength } = reader.bytes();
  return JSON.parse(Buffer.from(buffer, byteOffset, byteLength).toString());
};
