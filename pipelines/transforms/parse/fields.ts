import { isDay } from "../../core/day";

/** A field of another type than documented: the element becomes a reject. Nothing is coerced. */
export class FieldError extends Error {
  override readonly name = "FieldError";

  constructor(
    readonly field: string | null,
    readonly reason: string,
  ) {
    super(reason);
  }
}

/** Above this, BigQuery's BIGNUMERIC can't hold a number: its documented range is 5.79e38. */
const largestBigNumeric = 5.789604461865809e38;

/**
 * Reads the fields of one element of the API's answer. Null and absent are the same, and allowed
 * for every field but the id: any of them can be null for some coin, whatever the description says.
 */
export class Fields {
  private readonly element: Readonly<Record<string, unknown>>;

  constructor(element: unknown) {
    if (typeof element !== "object" || element === null || Array.isArray(element)) {
      throw new FieldError(null, `expected an object, got ${typeName(element)}`);
    }
    this.element = element as Record<string, unknown>;
  }

  /** Whether it has no field at all. */
  get isEmpty(): boolean {
    return Object.keys(this.element).length === 0;
  }

  /** A text that is present and not blank. */
  id(field: string): string {
    const value = this.text(field);
    if (value === null || value.trim() === "") {
      throw new FieldError(field, `no usable ${field}`);
    }
    return value;
  }

  /** Empty text is null. */
  text(field: string): string | null {
    const value = this.element[field] ?? null;
    if (value === null || value === "") return null;
    if (typeof value !== "string") throw this.mismatch(field, "a text");
    return wellFormedText(field, value);
  }

  number(field: string): number | null {
    const value = this.element[field] ?? null;
    if (value === null) return null;
    if (typeof value !== "number" || !Number.isFinite(value))
      throw this.mismatch(field, "a number");
    return value;
  }

  /** A number that BIGNUMERIC can hold: money and supplies. */
  amount(field: string): number | null {
    const value = this.number(field);
    return value === null ? null : checkedAmount(field, value);
  }

  /** A whole number that a double represents exactly. */
  integer(field: string): number | null {
    const value = this.number(field);
    if (value !== null && !Number.isSafeInteger(value)) {
      throw this.mismatch(field, "a whole number");
    }
    return value;
  }

  /** A whole number from 0. */
  rank(field: string): number | null {
    const value = this.integer(field);
    if (value !== null && value < 0) throw this.mismatch(field, "a whole number");
    return value;
  }

  /** An RFC 3339 timestamp, as `YYYY-MM-DDTHH:MM:SS.sssZ`. */
  timestamp(field: string): string | null {
    const value = this.text(field);
    if (value === null || usualTimestamp.test(value)) return value;
    const utc = toUtc(value);
    if (utc === null) throw this.mismatch(field, "a timestamp");
    return utc;
  }

  /** A UNIX time in seconds, as `YYYY-MM-DDTHH:MM:SS.sssZ`. */
  unixTime(field: string): string | null {
    const value = this.number(field);
    if (value === null) return null;
    if (!(value >= 0 && value <= latestUnixTime)) throw this.mismatch(field, "a UNIX time");
    return new Date(value * 1_000).toISOString();
  }

  /** A day, `YYYY-MM-DD`. */
  date(field: string): string | null {
    const value = this.text(field);
    if (value === null) return null;
    if (!isDay(value)) throw this.mismatch(field, "a date");
    return value;
  }

  /** The fields of an object inside this one; null where it is null or absent. */
  object(field: string): Fields | null {
    const value = this.element[field] ?? null;
    if (value === null) return null;
    if (typeof value !== "object" || Array.isArray(value)) throw this.mismatch(field, "an object");
    return new Fields(value);
  }

  /** The fields of an object inside this one, which has to be there. */
  requiredObject(field: string): Fields {
    const fields = this.object(field);
    if (fields === null) throw new FieldError(field, `no ${field}`);
    return fields;
  }

  /** The texts of an object, with their names; null where the object is null or absent. */
  namedTexts(field: string): [name: string, text: string][] | null {
    const object = this.object(field);
    if (object === null) return null;
    return Object.entries(object.element).map(([name, value]) => {
      const place = `${field}.${wellFormedText(field, name)}`;
      const text = value ?? "";
      if (typeof text !== "string") throw this.mismatch(place, "a text", text);
      return [name, wellFormedText(place, text)];
    });
  }

  /** The texts of a list, without the null and empty ones; none where it is null or absent. */
  texts(field: string): string[] {
    return this.list(field).filter((item, index): item is string => {
      if (item === null || item === "") return false;
      const place = `${field}[${index}]`;
      if (typeof item !== "string") throw this.mismatch(place, "a text", item);
      return wellFormedText(place, item) !== "";
    });
  }

  /** The amounts of a list, without the null ones; none where it is null or absent. */
  amounts(field: string): number[] {
    const list = this.list(field);
    if (areAmounts(list)) return list;
    return list.filter((item, index): item is number => {
      if (item === null) return false;
      const place = `${field}[${index}]`;
      if (typeof item !== "number" || !Number.isFinite(item)) {
        throw this.mismatch(place, "a number", item);
      }
      return checkedAmount(place, item) === item;
    });
  }

  /** The items of a list, whatever they are; null where it is null or absent. */
  items(field: string): readonly unknown[] | null {
    const value = this.element[field] ?? null;
    if (value === null) return null;
    if (!Array.isArray(value)) throw this.mismatch(field, "a list");
    return value as unknown[];
  }

  private list(field: string): readonly unknown[] {
    return this.items(field) ?? [];
  }

  private mismatch(field: string, expected: string, value = this.element[field]): FieldError {
    return new FieldError(field, `${field}: expected ${expected}, got ${typeName(value)}`);
  }
}

/** An element's id where it is usable; the other fields are not checked. */
export function idOf(element: unknown): string | null {
  const id = (element as { id?: unknown } | null)?.id;
  return typeof id === "string" && id.trim() !== "" && id.isWellFormed() ? id : null;
}

/** Refuses a lone surrogate, which JSON's escapes can express and UTF-8 can't. */
function wellFormedText(field: string, text: string): string {
  if (text.isWellFormed()) return text;
  throw new FieldError(field, `${field} contains a lone surrogate`);
}

/** Whether all items are amounts: true of nearly all lists of prices, of which there are many. */
function areAmounts(list: readonly unknown[]): list is number[] {
  // This runs for millions of prices: an iterator would allocate an object for each.
  const { length } = list;
  for (let at = 0; at < length; at++) {
    const item = list[at];
    if (!(typeof item === "number" && Math.abs(item) <= largestBigNumeric)) return false;
  }
  return true;
}

function checkedAmount(field: string, value: number): number {
  if (Math.abs(value) <= largestBigNumeric) return value;
  throw new FieldError(field, `${field} is beyond BIGNUMERIC's range`);
}

/** The form of nearly all timestamps, which is also that of the rows; only days that every year has. */
const usualTimestamp =
  /^(?!0000)\d{4}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;

/** The last second of the year 9999. */
const latestUnixTime = 253_402_300_799;

/** Any RFC 3339 timestamp, in UTC; null for any other text, and for a day that does not exist. */
function toUtc(text: string): string | null {
  const [, day = "", time = "", zone = ""] =
    /^(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d:\d\d(?:\.\d+)?)([Zz]|[+-]\d\d:\d\d)$/.exec(text) ?? [];
  // Date.parse reads February 30 as March 2: in UTC, the day must stay the same.
  const local = Date.parse(`${day}T${time}Z`);
  const moment = Date.parse(`${day}T${time}${zone.toUpperCase()}`);
  if (Number.isNaN(local) || Number.isNaN(moment)) return null;
  if (!new Date(local).toISOString().startsWith(day)) return null;
  const utc = new Date(moment).toISOString();
  // An offset may lead beyond the years 1 to 9999.
  return /^(?!0000)\d{4}-/.test(utc) ? utc : null;
}

function typeName(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "an object";
  const shown = typeof value === "number" ? String(value) : JSON.stringify(value).slice(0, 60);
  return `${typeof value === "string" ? "the text" : `the ${typeof value}`} ${shown}`;
}
