import { isValid } from "date-fns/isValid";
import { parseISO } from "date-fns/parseISO";

/** A field is of another type than documented: the element becomes a reject. Nothing is coerced. */
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

  /** A text that is there and not blank. */
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
    if (/\p{Surrogate}/u.test(value)) {
      throw new FieldError(field, `${field} holds half a character (a lone surrogate)`);
    }
    return value;
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
    if (value !== null && Math.abs(value) > largestBigNumeric) {
      throw new FieldError(field, `${field} is beyond BIGNUMERIC's range`);
    }
    return value;
  }

  /** A whole number from 0 that a double holds exactly. */
  rank(field: string): number | null {
    const value = this.number(field);
    if (value !== null && !(Number.isSafeInteger(value) && value >= 0)) {
      throw this.mismatch(field, "a whole number");
    }
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

  /** A day, `YYYY-MM-DD`. */
  date(field: string): string | null {
    const value = this.text(field);
    if (value === null) return null;
    if (!/^\d{4}-\d\d-\d\d$/.test(value) || !isValid(parseISO(value))) {
      throw this.mismatch(field, "a date");
    }
    return value;
  }

  /** The fields of an object inside this one; null where it is null or absent. */
  object(field: string): Fields | null {
    const value = this.element[field] ?? null;
    if (value === null) return null;
    if (typeof value !== "object" || Array.isArray(value)) throw this.mismatch(field, "an object");
    return new Fields(value);
  }

  /** The texts of a list, without the null and empty ones; none where it is null or absent. */
  texts(field: string): string[] {
    return this.list(field).filter((item, index): item is string => {
      if (item === null || item === "") return false;
      if (typeof item !== "string") throw this.mismatch(`${field}[${index}]`, "a text", item);
      return true;
    });
  }

  /** The numbers of a list, without the null ones; none where it is null or absent. */
  numbers(field: string): number[] {
    const list = this.list(field);
    const isPlain = list.every((item) => typeof item === "number" && Number.isFinite(item));
    if (isPlain) return list as number[];
    return list.filter((item, index): item is number => {
      if (item === null) return false;
      if (typeof item !== "number" || !Number.isFinite(item)) {
        throw this.mismatch(`${field}[${index}]`, "a number", item);
      }
      return true;
    });
  }

  private list(field: string): readonly unknown[] {
    const value = this.element[field] ?? null;
    if (value === null) return [];
    if (!Array.isArray(value)) throw this.mismatch(field, "a list");
    return value as unknown[];
  }

  private mismatch(field: string, expected: string, value = this.element[field]): FieldError {
    return new FieldError(field, `${field}: expected ${expected}, got ${typeName(value)}`);
  }
}

/** The form in which nearly all timestamps come, and in which they leave; days that any month has. */
const usualTimestamp =
  /^(?!0000)\d{4}-(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;

/** Any RFC 3339 timestamp in UTC; null for a text that is none, or for a day that there is not. */
function toUtc(text: string): string | null {
  const [, day = "", time = "", zone = ""] =
    /^(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d:\d\d(?:\.\d+)?)([Zz]|[+-]\d\d:\d\d)$/.exec(text) ?? [];
  // Date.parse takes the 30th of February for the 2nd of March: read as UTC, the day must stay.
  const local = Date.parse(`${day}T${time}Z`);
  const moment = Date.parse(`${day}T${time}${zone.toUpperCase()}`);
  if (Number.isNaN(local) || Number.isNaN(moment)) return null;
  if (!new Date(local).toISOString().startsWith(day)) return null;
  return new Date(moment).toISOString();
}

function typeName(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "an object";
  const shown = JSON.stringify(value).slice(0, 60);
  return `${typeof value === "string" ? "the text" : `the ${typeof value}`} ${shown}`;
}
