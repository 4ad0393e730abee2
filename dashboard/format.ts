/** Numbers as the page shows them. */

const symbols: Readonly<Record<string, string>> = { usd: "$", eur: "€", gbp: "£", jpy: "¥" };
const none = "–";

const price = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 5 });
const amount = new Intl.NumberFormat("en-US", {
  notation: "compact",
  minimumSignificantDigits: 4,
  maximumSignificantDigits: 4,
});
const shortAmount = new Intl.NumberFormat("en-US", {
  notation: "compact",
  maximumSignificantDigits: 3,
});
const count = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
const decimals = new Intl.NumberFormat("en-US", {
  minimumFractionDigits: 2,
  maximumFractionDigits: 2,
});

function inCurrency(text: string, currency: string): string {
  const symbol = symbols[currency];
  return symbol === undefined ? `${text} ${currency.toUpperCase()}` : `${symbol}${text}`;
}

/** A price, with five significant digits: `$87,831`, `$0.41462`. */
export function priceText(value: number | null, currency: string): string {
  if (value === null) return none;
  // Few places hold twelve zeros.
  const text = value > 0 && value < 1e-9 ? value.toPrecision(5) : price.format(value);
  return inCurrency(text, currency);
}

/** A large amount: `$1.845T`. */
export function amountText(value: number | null, currency: string): string {
  return value === null ? none : inCurrency(amount.format(value), currency);
}

/** An amount on an axis: `$1T`, `$2.5T`. */
export function axisAmountText(value: number, currency: string): string {
  return inCurrency(shortAmount.format(value), currency);
}

/** A number of something that has no currency: `19.84M`. */
export function quantityText(value: number | null): string {
  return value === null ? none : amount.format(value);
}

export function countText(value: number | null): string {
  return value === null ? none : count.format(value);
}

/** A share or a ratio: `58.12%`. */
export function shareText(value: number | null): string {
  return value === null ? none : `${decimals.format(value)}%`;
}

/** A change, whose direction is a sign and an arrow too: `▲ +1.23%`. */
export function changeText(value: number | null): string {
  if (value === null) return none;
  const size = Math.abs(value);
  const digits = size >= 1_000 ? count.format(size) : decimals.format(size);
  if (digits === "0.00") return `${digits}%`;
  return value > 0 ? `▲ +${digits}%` : `▼ −${digits}%`;
}

/** The class that colours a change. */
export function changeClass(value: number | null): string {
  if (value === null || Math.abs(value) < 0.005) return "flat";
  return value > 0 ? "up" : "down";
}

const dayFormat = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  year: "numeric",
  timeZone: "UTC",
});

/** A day: `26 Nov 2026`. */
export function dayText(day: string): string {
  const time = Date.parse(day);
  return Number.isNaN(time) ? day : dayFormat.format(time);
}

const shortDayFormat = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  timeZone: "UTC",
});

/** A day on an axis: `26 Nov`. */
export function shortDayText(time: number): string {
  return shortDayFormat.format(time);
}

/** A UTC instant: `26 Nov 2026, 04:36 UTC`. */
export function instantText(instant: string): string {
  const time = new Date(instant);
  if (Number.isNaN(time.getTime())) return instant;
  return `${dayText(instant)}, ${time.toISOString().slice(11, 16)} UTC`;
}

/** One and many: `1 day`, `45 days`. */
export function countOf(value: number, one: string, many = `${one}s`): string {
  return `${countText(value)} ${value === 1 ? one : many}`;
}
