/** Tests against real peers, which they install once into a cache folder outside the checkout. */
module.exports = {
  testEnvironment: "node",
  roots: ["<rootDir>/dist/tests/e2e"],
  testMatch: ["**/*.test.js"],
  testTimeout: 900_000,
  maxWorkers: 1,
};
