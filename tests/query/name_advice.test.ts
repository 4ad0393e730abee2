import { nameAdvice } from "../../pipelines/query/name_advice";

const known = ["crypto_market_latest", "crypto_rejects", "date_dim"];

it.each([
  ["date_dimm", known, "Did you mean date_dim?"],
  ["Latest", known, "Did you mean crypto_market_latest?"],
  ["crypto", known, "Did you mean crypto_market_latest or crypto_rejects?"],
  ["xyz", known, "There are crypto_market_latest, crypto_rejects, date_dim."],
  ["xyz", [], "There is none: run a pipeline first."],
])("about %s of %j", (name, names, advice) => {
  expect(nameAdvice(name, names)).toBe(advice);
});
