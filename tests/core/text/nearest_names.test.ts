import { nearestNames } from "../../../pipelines/core/text/nearest_names";

const names = ["crypto_market_latest", "crypto_rejects", "date_dim", "maxRejects", "maxRequests"];

it.each([
  ["date_dimm", ["date_dim"]],
  ["Crypto_reject", ["crypto_rejects"]],
  ["maxReuests", ["maxRequests"]],
  ["maxReqects", ["maxRejects"]],
  ["xyz", []],
  ["", []],
])("%s is like %j", (misspelled, like) => {
  expect(nearestNames(misspelled, names)).toEqual(like);
});

it("names that are equally like are all of them, sorted", () => {
  expect(nearestNames("tet", ["text", "test", "tested"])).toEqual(["test", "text"]);
});

it("a short name leaves no room for three edits", () => {
  expect(nearestNames("abc", ["xyz", "xyc", "abx"])).toEqual(["abx"]);
});
