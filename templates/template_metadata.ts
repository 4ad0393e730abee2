import * as v from "valibot";
import { isPosixRegex } from "./posix_regex";

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

const sentence = v.pipe(v.string(), v.regex(/^\S.*\S$/, "a line of text"));

const someText = v.pipe(v.string(), v.nonEmpty());

const enumOption = v.strictObject({
  value: someText,
  label: v.optional(sentence),
  description: v.optional(sentence),
});

const regex = v.pipe(v.string(), v.check(isPosixRegex, "a regex of POSIX egrep"));

const parameter = v.pipe(
  v.strictObject({
    name: v.pipe(v.string(), v.regex(/^[a-z][a-zA-Z0-9]*$/, "a name in camelCase")),
    label: sentence,
    helpText: sentence,
    isOptional: v.optional(v.boolean()),
    paramType: v.optional(v.picklist(parameterTypes)),
    regexes: v.optional(v.pipe(v.array(regex), v.nonEmpty())),
    defaultValue: v.optional(someText),
    enumOptions: v.optional(v.pipe(v.array(enumOption), v.nonEmpty())),
    groupName: v.optional(sentence),
    parentName: v.optional(v.string()),
    parentTriggerValues: v.optional(v.pipe(v.array(v.string()), v.nonEmpty())),
    hiddenUi: v.optional(v.boolean()),
    customMetadata: v.optional(v.record(v.string(), v.string())),
  }),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    const { value } = dataset;
    const wrong = (message: string) => {
      addIssue({ message: `${value.name}: ${message}` });
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
  }),
);

export const templateMetadataSchema = v.pipe(
  v.strictObject({
    name: sentence,
    description: sentence,
    streaming: v.boolean(),
    supportsAtLeastOnce: v.optional(v.boolean()),
    supportsExactlyOnce: v.optional(v.boolean()),
    defaultStreamingMode: v.optional(v.string()),
    parameters: v.array(parameter),
  }),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    const { parameters } = dataset.value;
    const names = parameters.map(({ name }) => name);
    for (const { name, parentName } of parameters) {
      const wrong = (message: string) => {
        addIssue({ message: `${name}: ${message}` });
      };
      if (names.indexOf(name) !== names.lastIndexOf(name)) wrong("the name is used twice");
      if (parentName !== undefined && (parentName === name || !names.includes(parentName))) {
        wrong(`there is no other parameter ${parentName} to be its parent`);
      }
    }
  }),
);

export type TemplateParameter = v.InferOutput<typeof parameter>;
export type TemplateMetadata = v.InferOutput<typeof templateMetadataSchema>;

/** Whether a value passes all regexes; each must match the whole value, as the service has it. */
export function acceptedBy(regexes: readonly string[] | undefined, value: string): boolean {
  return (regexes ?? []).every((regex) => new RegExp(`^(?:${regex})$`).test(value));
}
