import "./sdk";
import { GeneralObjectCoder } from "apache-beam/coders/js_coders";
import type { Reader, Writer } from "protobufjs";

/**
 * Elements and keys travel as JSON. The SDK's coder (coders/js_coders.ts) uses BSON with a buffer of
 * 17 MB, silently truncates a longer string, and decodes the number 2 ** 53 + 2 as 2.
 * Only our own workers read what it writes, so the encoding may change.
 */
GeneralObjectCoder.prototype.encode = function (element: unknown, writer: Writer): void {
  writer.bytes(Buffer.from(JSON.stringify(element ?? null)));
};

GeneralObjectCoder.prototype.decode = function (reader: Reader): unknown {
  const { buffer, byteOffset, byteLength } = reader.bytes();
  return JSON.parse(Buffer.from(buffer, byteOffset, byteLength).toString());
};
