import fc from "fast-check";
import { parseJson } from "../../pipelines/coingecko/parse_json";

/** Mostly ASCII, with other characters and escapes here and there, longer than several chunks. */
const texts = fc
  .array(
    fc.tuple(
      fc.integer({ min: 0, max: 5_000 }),
      fc.constantFrom("é", "字", "🚀", "\u0000", "\uFEFF", "\\", '"', "\ud83d"),
    ),
    { maxLength: 12 },
  )
  .map((pieces) => pieces.map(([length, end]) => "a".repeat(length) + end).join(""));

it("parses any value", () => {
  fc.assert(
    fc.property(fc.dictionary(texts, texts), fc.json(), (long, short) => {
      for (const json of [JSON.stringify(long), short]) {
        expect(parseJson(Buffer.from(json))).toEqual(JSON.parse(json));
      }
    }),
  );
});

it("parses more than a page has", () => {
  const value = ["é", "a".repeat(5_000_000), "🚀"];
  expect(JSON.stringify(parseJson(Buffer.from(JSON.stringify(value))))).toBe(JSON.stringify(value));
});

it("treats any bytes as UTF-8 decoding and JSON.parse do, also at the end of a chunk", () => {
  const bytes = fc
    .tuple(fc.integer({ min: 2_030, max: 2_060 }), fc.uint8Array({ maxLength: 30 }))
    .map(([length, end]) => Buffer.concat([Buffer.alloc(length, " "), end, Buffer.from('"')]));
  const quoted = bytes.map((content) => Buffer.concat([Buffer.from('"'), content]));
  fc.assert(
    fc.property(fc.oneof(bytes, quoted), (content) => {
      expect(outcome(() => parseJson(content))).toEqual(
        outcome(() => JSON.parse(content.toString("utf8")) as unknown),
      );
    }),
  );
});

it.each([`["\\é"]`, `["\\\\é"]`, `["é\\u00e9"]`, `[é]`, `\uFEFF[]`, "", `"é`, `["\\uD83D🚀"]`])(
  "treats %s as JSON.parse does",
  (json) => {
    expect(outcome(() => parseJson(Buffer.from(json)))).toEqual(outcome(() => JSON.parse(json)));
  },
);

function outcome(parse: () => unknown): unknown {
  try {
    return { value: parse() };
  } catch (error) {
    return { error: (error as Error).name };
  }
}
