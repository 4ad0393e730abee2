export interface Currency {
  readonly name: string;
  readonly unit: string;
  readonly type: "fiat" | "crypto" | "commodity";
  /** The usual price of one US dollar. */
  readonly perDollar: number;
  /** The base rank of the coin that it is, or is a part of. */
  readonly coin?: number;
}

/** The currencies of prices, by the code of `vs_currency`. */
export const currencies: ReadonlyMap<string, Currency> = new Map([
  ["btc", { name: "Bitcoin", unit: "BTC", type: "crypto", perDollar: 1 / 95_000, coin: 0 }],
  ["eth", { name: "Ether", unit: "ETH", type: "crypto", perDollar: 1 / 3200, coin: 1 }],
  ["usd", { name: "US Dollar", unit: "$", type: "fiat", perDollar: 1 }],
  ["aed", { name: "United Arab Emirates Dirham", unit: "DH", type: "fiat", perDollar: 3.6725 }],
  ["brl", { name: "Brazil Real", unit: "R$", type: "fiat", perDollar: 5.33 }],
  ["cny", { name: "Chinese Yuan", unit: "¥", type: "fiat", perDollar: 7.11 }],
  ["eur", { name: "Euro", unit: "€", type: "fiat", perDollar: 0.86 }],
  ["gbp", { name: "British Pound Sterling", unit: "£", type: "fiat", perDollar: 0.75 }],
  ["inr", { name: "Indian Rupee", unit: "₹", type: "fiat", perDollar: 88.6 }],
  ["jpy", { name: "Japanese Yen", unit: "¥", type: "fiat", perDollar: 153.2 }],
  ["xag", { name: "Silver - Troy Ounce", unit: "XAG", type: "commodity", perDollar: 1 / 48 }],
  ["xau", { name: "Gold - Troy Ounce", unit: "XAU", type: "commodity", perDollar: 1 / 4000 }],
  ["sats", { name: "Satoshi", unit: "sats", type: "crypto", perDollar: 1e8 / 95_000, coin: 0 }],
]);
