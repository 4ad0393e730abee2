import * as v from "valibot";
import { acceptedBy } from "../../templates/template_metadata";
import type { LocalStorage } from "./storage";
import { RequestError } from "./request_error";

const parameter = v.object({
  name: v.string(),
  isOptional: v.optional(v.boolean(), false),
  regexes: v.optional(v.array(v.string())),
});

/** What `gcloud dataflow flex-template build` uploads. Other fields are ignored. */
const specSchema = v.object({
  image: v.pipe(v.string(), v.nonEmpty()),
  sdkInfo: v.object({ language: v.picklist(["JAVA", "PYTHON", "GO", "YAML"]) }),
  metadata: v.optional(
    v.object({ name: v.string(), parameters: v.optional(v.array(parameter), []) }),
  ),
  defaultEnvironment: v.optional(v.record(v.string(), v.unknown()), {}),
});

export type TemplateSpec = v.InferOutput<typeof specSchema>;

/** @throws RequestError when there is no template spec at this `gs://` address */
export async function readTemplateSpec(storage: LocalStorage, uri: string): Promise<TemplateSpec> {
  const text = await storage.read(uri).catch((error: unknown) => {
    throw new RequestError(404, `Unable to open template file: ${String(error)}`);
  });
  try {
    return v.parse(specSchema, JSON.parse(text.toString("utf8")));
  } catch (error) {
    throw new RequestError(400, `Unable to parse template file '${uri}': ${String(error)}`);
  }
}

/**
 * Checks a launch's parameters as the service does, before anything is started.
 * @throws RequestError that names every invalid parameter
 */
export function checkParameters(spec: TemplateSpec, given: Readonly<Record<string, string>>): void {
  const known = spec.metadata?.parameters;
  if (!known) return;
  const errors = [
    ...Object.keys(given)
      .filter((name) => known.every((parameter) => parameter.name !== name))
      .map((name) => `${name}: Unrecognized parameter`),
    ...known
      .filter(({ name, isOptional }) => !isOptional && (given[name] ?? "") === "")
      .map(({ name }) => `${name}: Missing required parameter`),
    ...known.flatMap(({ name, regexes }) => {
      const value = given[name];
      if (value === undefined || acceptedBy(regexes, value)) return [];
      return `${name}: Unmatched value '${value}' for regexes ${JSON.stringify(regexes)}`;
    }),
  ];
  if (errors.length > 0) {
    throw new RequestError(
      400,
      `The template parameters are invalid. Details: ${errors.join("; ")}`,
    );
  }
}
