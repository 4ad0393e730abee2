import "../../../pipelines/beam/sdk";
import { GeneralObjectCoder } from "apache-beam/coders/js_coders";
import { Context } from "apache-beam/coders/coders";
import { VarIntCoder } from "apache-beam/coders/standard_coders";
import * as fc from "fast-check";
import { Reader, Writer } from "protobufjs";
import "../../../pipelines/beam/register";

interface Coder {
  encode(value: unknown, writer: Writer, context: Context): void;
  decode(reader: Reader, context: Context): unknown;
}

/** Encodes a value and another one after it, and decodes both. */
function roundTrip(coder: Coder, value: unknown, context = Context.needsDelimiters): unknown {
  const writer = new Writer();
  coder.encode(value, writer, context);
  coder.encode(1, writer, context);
  const reader = new Reader(writer.finish());
  const back = coder.decode(reader, context);
  expect(coder.decode(reader, context)).toBe(1);
  expect(reader.pos).toBe(reader.len);
  return back;
}

describe("an element or a key between steps", () => {
  const coder = new GeneralObjectCoder<unknown>();

  it("survives the round trip, any JSON value", () => {
    const json = fc.jsonValue({ stringUnit: "binary" });
    const property = fc.property(json, (value) => {
      // JSON has no -0.
      expect(roundTrip(coder, value)).toEqual(JSON.parse(JSON.stringify(value)));
    });
    fc.assert(property, { seed: 7 });
  });

  it.each([1e21, 2 ** 53 + 2, 2 ** 31, -(2 ** 40), 5e-324, 0.1, 12345678.000000001])(
    "keeps the number %d",
    (number) => {
      expect(roundTrip(coder, number)).toBe(number);
    },
  );

  it("may be larger than 17 MB", () => {
    const element = { text: `${"x".repeat(20_000_000)}end` };
    expect(roundTrip(coder, element)).toEqual(element);
  });

  it("is null instead of undefined, and no bigint", () => {
    expect(roundTrip(coder, undefined)).toBeNull();
    expect(() => roundTrip(coder, { n: 1n })).toThrow("BigInt");
  });
});

describe("a counter's value", () => {
  it("has 53 bits", () => {
    const property = fc.property(fc.maxSafeInteger(), (n) => {
      expect(roundTrip(new VarIntCoder(), n)).toBe(n);
    });
    fc.assert(property, { seed: 7 });
  });
});
