/** Tests run compiled, as the pipelines do: `npm test` builds first. */
module.exports = {
  testEnvironment: "node",
  // Before the SDK: see there.
  setupFiles: ["<rootDir>/dist/pipelines/beam/node_util.js"],
  roots: ["<rootDir>/dist/tests"],
  testMatch: ["**/*.test.js"],
  testPathIgnorePatterns: ["/dist/tests/e2e/", "/dist/tests/recorded/"],
  testTimeout: 60_000,
  maxWorkers: 2,
};
