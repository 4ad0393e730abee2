/** By slot: ids that need encoding in URLs and file names. */
export const oddIds: Readonly<Record<number, (code: string) => string>> = {
  3: (code) => `${code} token`,
  9: (code) => `${code}-[old]`,
  21: (code) => `${code}_v2`,
  27: (code) => `${code}-6`,
  33: (code) =>
    `${code}-the-longest-of-all-the-names-that-anybody-ever-gave-to-a-coin-`.slice(0, 69) + "z",
};

/** By slot: symbols that a naive reader drops or misreads. */
export const oddSymbols: Readonly<Record<number, string>> = {
  5: "",
  11: " ",
  13: "my coin ",
  23: "🚀",
  29: "比特币",
  39: "null",
  43: "nan",
  47: "true",
  53: '"q"',
  55: "$,x",
};

/** By slot: names that a naive writer corrupts. */
export const oddNames: Readonly<Record<number, (name: string) => string>> = {
  61: (name) => `${name}, the First`,
  63: (name) => `${name} "Gold" Edition`,
  67: (name) => `${name}\u200bZero`,
  69: (name) => `${name}\u00a0Space`,
  73: (name) => `@${name}`,
  77: (name) => `=HYPERLINK("https://example.com/","${name}")`,
  79: (name) => `${name} 🦊 狐`,
  83: (name) => ` ${name} `,
  87: (name) => `${name} 'n' Friends; -- |pipe|`,
};
