import * as v from "valibot";
import { readText } from "../forms";

/** https://cloud.google.com/dataflow/docs/reference/rest/v1b3/projects.jobs#Job (labels). */
const labelKey = /^[\p{Ll}\p{Lo}][\p{Ll}\p{Lo}\p{N}_-]{0,62}$/u;
const labelValue = /^[\p{Ll}\p{Lo}\p{N}_-]{0,63}$/u;

/** `key=value,key=value`, or a JSON object, which is how a template's launcher writes them. */
export const labels = readText((value, refuse): Readonly<Record<string, string>> => {
  const pairs = labelPairs(value);
  const wrong = pairs?.find(
    ([key, label]) =>
      !(labelKey.test(key) && labelValue.test(label)) ||
      Math.max(Buffer.byteLength(key), Buffer.byteLength(label)) > 128,
  );
  if (pairs && !wrong && pairs.length <= 64) return Object.fromEntries(pairs);
  return refuse(
    wrong
      ? `${wrong.join("=")} is no label: small letters, digits, _ and -, at most 63, the key from a letter`
      : "expected at most 64 labels, KEY=VALUE,KEY=VALUE or a JSON object of texts",
  );
});

/** A JSON object's pairs. As a record, valibot would leave out `prototype` and `constructor`. */
const jsonPairs = v.pipe(
  v.string(),
  v.parseJson(),
  v.transform((object) => Object.entries(object as object)),
  v.array(v.tuple([v.string(), v.string()])),
);

function labelPairs(value: string): [string, string][] | undefined {
  if (value.startsWith("{")) {
    const json = v.safeParse(jsonPairs, value);
    return json.success ? json.output : undefined;
  }
  return value.split(",").map((pair) => {
    const [key = "", ...rest] = pair.split("=");
    return [key, rest.join("=")];
  });
}
