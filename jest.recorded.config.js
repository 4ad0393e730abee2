/** Recorded answers of the real API, replayed: see scripts/test_recorded.mjs. */
process.env.LOG_LEVEL ??= "silent";

module.exports = {
  testEnvironment: "node",
  roots: ["<rootDir>/dist/tests/recorded"],
  testMatch: ["**/*.test.js"],
  testTimeout: 60_000,
  maxWorkers: 2,
  testSequencer: "<rootDir>/jest.slowest_first.js",
};
