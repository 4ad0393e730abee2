import fc from "fast-check";
import { utf8Text } from "../../pipelines/coingecko/utf8_text";

/** Mostly ASCII, with characters of 2, 3 and 4 bytes here and there, longer than one chunk. */
const texts = fc
  .array(
    fc.tuple(
      fc.integer({ min: 0, max: 20_000 }),
      fc.constantFrom("é", "字", "🚀", "\u0000", "\uFEFF"),
    ),
    { maxLength: 8 },
  )
  .map((pieces) => pieces.map(([length, end]) => "a".repeat(length) + end).join(""));

it("gives back any text", () => {
  fc.assert(
    fc.property(texts, (text) => {
      expect(utf8Text(Buffer.from(text)) === text).toBe(true);
    }),
  );
});

it("takes bytes that are no UTF-8 as Buffer does, also at the end of a chunk", () => {
  const bytes = fc
    .tuple(fc.integer({ min: 16_370, max: 16_400 }), fc.uint8Array({ maxLength: 30 }))
    .map(([length, end]) => Buffer.concat([Buffer.alloc(length, "a"), end, Buffer.from("z")]));
  fc.assert(
    fc.property(bytes, (content) => {
      expect(utf8Text(content) === content.toString("utf8")).toBe(true);
    }),
  );
});
