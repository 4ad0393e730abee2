export const day = "2026-01-02";
const details = ["--detailRequests=30"];
/** Sample markets, and the options with which both builds read them. */
export const samples = [
  { name: "40 coins", market: ["--coins=40"], options: details },
  { name: "1,000 coins", market: ["--coins=1000"], options: details },
  { name: "1,000 coins, seed 7", market: ["--coins=1000", "--seed=7"], options: details },
  {
    name: "1,000 coins, another day",
    date: "2026-03-01",
    market: ["--coins=1000"],
    options: details,
  },
  {
    name: "1,000 coins, faults",
    market: ["--coins=1000", "--faults=moves:0.5,serverError:0.1"],
    options: details,
  },
  {
    name: "1,000 coins, 3 shards",
    market: ["--coins=1000"],
    options: [...details, "--apiShards=3"],
  },
  { name: "top 100", market: ["--coins=1000"], options: [...details, "--coins=top:100"] },
  { name: "some ids", market: ["--coins=1000"], options: details, ids: 20 },
  {
    name: "a category",
    market: ["--coins=1000"],
    options: [...details, "--coins=category:layer-1"],
  },
  {
    name: "no rehypothecated",
    market: ["--coins=1000"],
    options: [...details, "--includeRehypothecated=false"],
  },
  { name: "17,500 coins", market: ["--coins=17500"], options: details },
];
/** Those that are compared on Prism as well. */
export const onPrism = samples.filter(({ name }) => ["1,000 coins", "17,500 coins"].includes(name));
