import { z } from "zod";
import { acceptedBy } from "../../../templates/template_metadata";
import type { LocalStorage } from "./local_storage";
import { RequestError } from "./request_error";

/** What `gcloud dataflow flex-template build` uploads. Fields that the service knows more of stay out. */
const specSchema = z.object({
  image: z.string().min(1),
  sdkInfo: z.object({ language: z.enum(["JAVA", "PYTHON", "GO", "YAML"]) }),
  metadata: z
    .object({
      name: z.string(),
      parameters: z
        .array(
          z.object({
            name: z.string(),
            isOptional: z.boolean().default(false),
            regexes: z.array(z.string()).optional(),
          }),
        )
        .default([]),
    })
    .optional(),
  defaultEnvironment: z.record(z.string(), z.unknown()).default({}),
});

export type TemplateSpec = z.output<typeof specSchema>;

/** @throws RequestError when there is no template spec at this `gs://` address */
export async function readTemplateSpec(storage: LocalStorage, uri: string): Promise<TemplateSpec> {
  const text = await storage.read(uri).catch((error: unknown) => {
    throw new RequestError(404, `Unable to open template file: ${String(error)}`);
  });
  try {
    return specSchema.parse(JSON.parse(text.toString("utf8")));
  } catch (error) {
    throw new RequestError(400, `Unable to parse template file '${uri}': ${String(error)}`);
  }
}

/**
 * Checks a launch's parameters as the service does, before anything is started.
 * @throws RequestError that names every parameter in question
 */
export function checkParameters(spec: TemplateSpec, given: Readonly<Record<string, string>>): void {
  const known = spec.metadata?.parameters;
  if (!known) return;
  const problems = [
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
  if (problems.length > 0) {
    throw new RequestError(
      400,
      `The template parameters are invalid. Details: ${problems.join("; ")}`,
    );
  }
}
