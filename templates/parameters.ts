import { toJsonSchema } from "@valibot/to-json-schema";
import type { OptionSpec } from "../pipelines/options/option_spec";
import { runGroups } from "../pipelines/options/options";
import type { PipelineName } from "../pipelines/options/pipeline_spec";
import { datasetName } from "../pipelines/google/dataset_name";
import { bucketName } from "../pipelines/google/storage_url";
import { posixRegex } from "./posix_regex";
import type { TemplateParameter } from "./template_metadata";

/**
 * Where a template says more than the command line does, or less: its data never is on a disk. The
 * service reads regexes as POSIX extended ones: without \d, \w, \s and look-ahead.
 */
const templateTerms: Readonly<Record<string, Partial<TemplateParameter>>> = {
  source: {
    helpText:
      "Where the data comes from: CoinGecko (public without a key, demo or pro with one), or a base URL that the workers can reach.",
    defaultValue: "demo",
    regexes: ["^(public|demo|pro|https?://([A-Za-z0-9._~:/!$&'()*+,;=%-]|\\[|\\])+)$"],
  },
  apiKeySecret: {
    helpText:
      "Secret Manager version that holds the API key, projects/P/secrets/S/versions/V; demo and pro need one. The key itself is never a parameter.",
  },
  coins: { regexes: ["^(all|top:[1-9][0-9]{0,7}|ids:.+|category:.+)$"] },
  maxRejects: { regexes: ["^([0-9]+|[0-9]+([.][0-9]+)?%)$"] },
  maxMissing: { regexes: ["^([0-9]+|[0-9]+([.][0-9]+)?%)$"] },
  output: {
    helpText:
      "Where the files go, gs://BUCKET/PREFIX: CSVs, rejected elements, run reports, archived API answers.",
    isOptional: false,
    paramType: "GCS_WRITE_FOLDER",
    regexes: [`^gs://${bucketName}(/.*)?$`],
  },
  warehouse: {
    helpText: "The BigQuery dataset that holds the star schema, bigquery:PROJECT.DATASET, or none.",
    defaultValue: "none",
    regexes: [`^(bigquery:${datasetName}|none)$`],
  },
};

/**
 * The parameters of a pipeline's template, in the order of its options. A runner's own options come
 * from the launch environment.
 */
export function templateParameters(pipeline: PipelineName): TemplateParameter[] {
  return Object.entries(runGroups).flatMap(([group, specs]) =>
    Object.entries<OptionSpec>(specs)
      .filter(([, spec]) => spec.pipelines?.includes(pipeline) ?? true)
      .map(([name, spec]) => templateParameter(pipeline, group, name, spec)),
  );
}

function templateParameter(
  pipeline: PipelineName,
  group: string,
  name: string,
  spec: OptionSpec,
): TemplateParameter {
  const terms = templateTerms[name];
  const required = terms?.isOptional === false || (spec.requiredBy?.includes(pipeline) ?? false);
  const ownDefault = spec.defaultsBy?.[pipeline];
  const hasNone = required || ownDefault !== undefined;
  const defaultValue = hasNone ? undefined : (terms?.defaultValue ?? spec.default);
  return {
    name,
    label: labelOf(name),
    helpText: helpText(spec, required ? undefined : (ownDefault ?? leftOut(spec, defaultValue))),
    groupName: group,
    isOptional: !required,
    ...valuesOf(spec, terms?.regexes),
    ...(defaultValue === undefined ? {} : { defaultValue }),
    ...terms,
  };
}

/** `requestsPerMinute` to "Requests per minute". */
function labelOf(name: string): string {
  const words = name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return (words.charAt(0).toUpperCase() + words.slice(1)).replace(/^Api\b/, "API");
}

/** What holds where the parameter is left out, in words, where no default says it. */
function leftOut({ default: ofCommand, defaultHelp }: OptionSpec, ofTemplate?: string) {
  return ofTemplate === undefined && ofCommand === undefined ? defaultHelp : undefined;
}

/** @param left what holds where it is left out, in words */
function helpText({ help, values }: OptionSpec, left?: string) {
  const form = values === undefined ? "" : ` Values: ${values}.`;
  return `${help}${form}${left === undefined ? "" : ` Left out: ${left}.`}`;
}

/**
 * What the option's own check says of its values: a flag, one of some words, or a form.
 * @param own the regexes of the template's own terms
 */
function valuesOf(
  spec: OptionSpec,
  own?: string[],
): Pick<TemplateParameter, "paramType" | "regexes" | "enumOptions"> {
  if (spec.values === undefined) return { paramType: "BOOLEAN", regexes: ["^(true|false)$"] };
  const { enum: words, pattern } = toJsonSchema(spec.schema, {
    typeMode: "input",
    errorMode: "ignore",
  });
  if (words !== undefined) {
    return { paramType: "ENUM", enumOptions: (words as string[]).map((value) => ({ value })) };
  }
  if (pattern === undefined) return { paramType: "TEXT" };
  const paramType = pattern === "^[0-9]+$" ? "NUMBER" : "TEXT";
  return { paramType, regexes: own ?? [posixRegex(pattern)] };
}
