import { z } from "zod";

/**
 * The metadata of a Flex Template, checked as strictly as the public description allows: what is
 * misspelled here would only show when somebody launches the template. Source: TemplateMetadata and
 * ParameterMetadata at https://cloud.google.com/dataflow/docs/reference/rest/v1b3/TemplateMetadata.
 */
export const parameterTypes = [
  "DEFAULT",
  "TEXT",
  "GCS_READ_BUCKET",
  "GCS_WRITE_BUCKET",
  "GCS_READ_FILE",
  "GCS_WRITE_FILE",
  "GCS_READ_FOLDER",
  "GCS_WRITE_FOLDER",
  "PUBSUB_TOPIC",
  "PUBSUB_SUBSCRIPTION",
  "BIGQUERY_TABLE",
  "JAVASCRIPT_UDF_FILE",
  "SERVICE_ACCOUNT",
  "MACHINE_TYPE",
  "KMS_KEY_NAME",
  "WORKER_REGION",
  "WORKER_ZONE",
  "BOOLEAN",
  "ENUM",
  "NUMBER",
  "KAFKA_TOPIC",
  "KAFKA_READ_TOPIC",
  "KAFKA_WRITE_TOPIC",
] as const;

const sentence = z.string().regex(/^\S.*\S$/, "a line of text");

const enumOption = z.strictObject({
  value: z.string().min(1),
  label: sentence.optional(),
  description: sentence.optional(),
});

const parameter = z
  .strictObject({
    name: z.string().regex(/^[a-z][a-zA-Z0-9]*$/, "a name in camelCase"),
    label: sentence,
    helpText: sentence,
    isOptional: z.boolean().optional(),
    paramType: z.enum(parameterTypes).optional(),
    regexes: z.array(z.string().refine(compiles, "a regular expression")).min(1).optional(),
    defaultValue: z.string().min(1).optional(),
    enumOptions: z.array(enumOption).min(1).optional(),
    groupName: sentence.optional(),
    parentName: z.string().optional(),
    parentTriggerValues: z.array(z.string()).min(1).optional(),
    hiddenUi: z.boolean().optional(),
    customMetadata: z.record(z.string(), z.string()).optional(),
  })
  .check(({ value, issues }) => {
    const wrong = (message: string) => {
      issues.push({ code: "custom", message: `${value.name}: ${message}`, input: value });
    };
    const values = value.enumOptions?.map((option) => option.value);
    if ((value.paramType === "ENUM") !== (values !== undefined)) {
      wrong("enumOptions belong to the type ENUM, and to it alone");
    }
    if (value.defaultValue !== undefined) {
      if (!value.isOptional) wrong("a parameter with a default is optional");
      if (values?.includes(value.defaultValue) === false) wrong("the default is no enum option");
      if (!acceptedBy(value.regexes, value.defaultValue)) wrong("its regexes refuse its default");
      if (value.paramType === "BOOLEAN" && !/^(true|false)$/.test(value.defaultValue)) {
        wrong("the default of a BOOLEAN is true or false");
      }
    }
    if (value.parentTriggerValues && value.parentName === undefined) {
      wrong("parentTriggerValues need a parentName");
    }
    if (value.parentName !== undefined && value.groupName !== undefined) {
      wrong("groupName is ignored where there is a parentName");
    }
  });

export const templateMetadataSchema = z
  .strictObject({
    name: sentence,
    description: sentence,
    streaming: z.boolean(),
    supportsAtLeastOnce: z.boolean().optional(),
    supportsExactlyOnce: z.boolean().optional(),
    defaultStreamingMode: z.string().optional(),
    parameters: z.array(parameter),
  })
  .check(({ value: { parameters }, issues }) => {
    const names = parameters.map(({ name }) => name);
    for (const { name, parentName } of parameters) {
      const wrong = (message: string) => {
        issues.push({ code: "custom", message: `${name}: ${message}`, input: name });
      };
      if (names.indexOf(name) !== names.lastIndexOf(name)) wrong("the name is taken twice");
      if (parentName !== undefined && (parentName === name || !names.includes(parentName))) {
        wrong(`there is no other parameter ${parentName} to be its parent`);
      }
    }
  });

export type TemplateParameter = z.output<typeof parameter>;
export type TemplateMetadata = z.output<typeof templateMetadataSchema>;

/** Whether a value passes all regexes; each must match the whole value, as the service has it. */
export function acceptedBy(regexes: readonly string[] | undefined, value: string): boolean {
  return (regexes ?? []).every((regex) => new RegExp(`^(?:${regex})$`).test(value));
}

function compiles(regex: string): boolean {
  try {
    new RegExp(regex);
    return true;
  } catch {
    return false;
  }
}
