import fc from "fast-check";
import { jsonParts } from "../../../pipelines/core/text/json_parts";

const whitespace = fc.string({ unit: fc.constantFrom(" ", "\n", "\t", "\r"), maxLength: 3 });

/** A JSON text of a value, with any whitespace wherever JSON allows some. */
function spaced(value: unknown, space: () => string): string {
  const all = (items: string[]) => items.map((item) => space() + item + space()).join(",");
  if (Array.isArray(value)) return `[${all(value.map((item) => spaced(item, space)))}${space()}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).map(
    ([key, item]) => `${JSON.stringify(key)}${space()}:${space()}${spaced(item, space)}`,
  );
  return `{${all(entries)}${space()}}`;
}

it("of any list, with any whitespace, the texts are those of its elements", () => {
  const list = fc.array(fc.jsonValue({ stringUnit: "binary" }));
  const spaces = fc.array(whitespace, { minLength: 1, maxLength: 50 });
  fc.assert(
    fc.property(list, spaces, (list, spaces) => {
      let at = 0;
      const space = () => spaces[at++ % spaces.length] ?? "";
      const json = space() + spaced(list, space) + space();
      const texts = jsonParts(json);
      expect(texts.map((text) => JSON.parse(text) as unknown)).toEqual(JSON.parse(json));
      for (const text of texts) expect(json).toContain(text);
    }),
    { numRuns: 500 },
  );
});

it.each([
  ["[]", []],
  [" [ \n ] ", []],
  ['["a,b]","\\"],[","\\\\"]', ['"a,b]"', '"\\"],["', '"\\\\"']],
  ["[1.0,1e400, -0 ,6.25e-06]", ["1.0", "1e400", "-0", "6.25e-06"]],
  ['[{"a":1,"a":2},"\\ud800",null]', ['{"a":1,"a":2}', '"\\ud800"', "null"]],
  ["[[],[[]],{}]", ["[]", "[[]]", "{}"]],
])("%s stays as it was written", (json, texts) => {
  expect(jsonParts(json)).toEqual(texts);
});
