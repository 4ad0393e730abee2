import "./sdk";
import { VarIntCoder } from "apache-beam/coders/standard_coders";
import type { Reader, Writer } from "protobufjs";

/**
 * The SDK's coder of integers, counters among them, truncates them to 32 bits; Beam's has 64
 * (beam:coder:varint:v1).
 */
VarIntCoder.prototype.encode = function (element: number, writer: Writer): void {
  writer.int64(element);
};

VarIntCoder.prototype.decode = function (reader: Reader): number {
  return Number(reader.int64());
};
