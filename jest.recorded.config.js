/** Recorded answers of the real API, replayed: see scripts/test_recorded.mjs. */
module.exports = {
  testEnvironment: "node",
  // Before the SDK: see there.
  setupFiles: ["<rootDir>/dist/pipelines/beam/node_util.js"],
  roots: ["<rootDir>/dist/tests/recorded"],
  testMatch: ["**/*.test.js"],
  testTimeout: 60_000,
};
