import * as v from "valibot";
import {
  type GivenOptions,
  type OptionName,
  optionNames,
  optionSpecs,
  type OptionValue,
} from "./options";
import type { OptionSpec } from "./option_spec";
import { UsageError } from "./usage_error";

type Specs = typeof optionSpecs;

/** The options whose default is a text of its own. */
export type DefaultedName = {
  [Name in OptionName]: Specs[Name] extends { readonly default: string } ? Name : never;
}[OptionName];

/** Options as texts, of which each is known to be one that its schema parses. */
export class OptionValues {
  /** @throws UsageError with a line for every value that is wrong */
  constructor(private readonly texts: GivenOptions) {
    const errors = valueErrors(texts);
    if (errors.length > 0) throw new UsageError(...errors);
  }

  isGiven(name: OptionName): boolean {
    return this.texts[name] !== undefined;
  }

  /** The value that was given. */
  given<Name extends OptionName>(name: Name): OptionValue<Name> | undefined {
    const text = this.texts[name];
    return text === undefined ? undefined : v.parse(optionSpecs[name].schema, text);
  }

  /** The value that was given, or the default. */
  value<Name extends DefaultedName>(name: Name): OptionValue<Name> {
    return v.parse(optionSpecs[name].schema, this.texts[name] ?? optionSpecs[name].default);
  }
}

/** A line for every option whose value is wrong. */
export function valueErrors(texts: GivenOptions): string[] {
  return optionNames.flatMap((name) => errorsOf(name, texts[name]));
}

function errorsOf(name: OptionName, text: string | undefined): string[] {
  if (text === undefined) return [];
  const { schema }: OptionSpec = optionSpecs[name];
  const { issues } = v.safeParse(schema, text);
  return issues ? [`--${name}${shown(name, text)}: ${issues[0].message}.`] : [];
}

/** A wrong value, on one line; where a key may have been typed by mistake, it is not repeated. */
function shown(name: OptionName, text: string): string {
  if (name === "apiKeySecret") return "";
  const hasSecret = name === "source" && /[@?#]/.test(text);
  return `=${hasSecret ? text.replace(/[^/]*@|[?#].*$/gs, "…") : text}`.replace(/\s+/g, " ");
}
