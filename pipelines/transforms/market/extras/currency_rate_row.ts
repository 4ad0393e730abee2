import type { CurrencyRateRow } from "../../../../schemas/currency_rate_fact";
import { jsonParts } from "../../../core/text/json_parts";
import { FieldError, Fields } from "../../parse/fields";
import type { ExtraSpec } from "./extra_spec";

/** Below this BIGNUMERIC, whose scale it is, holds a rate as 0. */
const leastRate = 1e-38;

/** /exchange_rates: an object of rates, each a member with the currency's code as its name. */
export const ratesExtra: ExtraSpec<CurrencyRateRow> = {
  isEmpty: (body) => new Fields(body).requiredObject("rates").isEmpty,
  listText: (body) => {
    const members = jsonParts(memberText(body, "rates"));
    return `[${members.map((member) => `{${member}}`).join(",")}]`;
  },
  toRow: (element, run, ingestedAt) => {
    const [currency = ""] = Object.keys(element as object);
    if (currency.trim() === "") throw new FieldError(null, "no usable currency");
    const rate = new Fields(element).requiredObject(currency);
    return {
      snapshot_date: run.snapshotDate,
      currency,
      name: rate.text("name"),
      unit: rate.text("unit"),
      type: rate.text("type"),
      rate_to_btc: rateOf(rate),
      ingested_at: ingestedAt,
    };
  },
};

function rateOf(rate: Fields): number {
  const value = rate.amount("value");
  if (value === null) throw new FieldError("value", "no usable value");
  if (value >= leastRate) return value;
  throw new FieldError("value", `value: expected a rate above 0, got the number ${value}`);
}

/** The text of an object's member of that name: of several the last one, which is what parsing takes. */
function memberText(object: string, name: string): string {
  const member = jsonParts(object).findLast(
    (part) => name in (JSON.parse(`{${part}}`) as Record<string, unknown>),
  );
  return member?.slice(member.indexOf(":") + 1) ?? "";
}
