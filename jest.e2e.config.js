/** Tests against real peers, which they install once into a cache folder outside the checkout. */
process.env.LOG_LEVEL ??= "silent";

module.exports = {
  testEnvironment: "node",
  roots: ["<rootDir>/dist/tests/e2e"],
  testMatch: ["**/*.test.js"],
  testTimeout: 900_000,
  // Most of them wait for one other process at a time.
  maxWorkers: 2,
  testSequencer: "<rootDir>/jest.slowest_first.js",
};
