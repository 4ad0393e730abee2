/**
 * The supported currencies, with the price of one US dollar in each. The rates are constant.
 */
export const currencies: ReadonlyMap<string, number> = new Map([
  ["usd", 1],
  ["eur", 0.86],
  ["gbp", 0.75],
  ["jpy", 153.2],
  ["cny", 7.11],
  ["inr", 88.6],
  ["brl", 5.33],
  ["aed", 3.6725],
  ["btc", 0.0000105],
  ["eth", 0.00031],
  ["sats", 1050],
]);
