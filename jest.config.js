/** `npm test`: unit tests, compiled first, as the pipelines are, without the slow ones (*.slow.test.ts). */
process.env.LOG_LEVEL ??= "silent";

module.exports = {
  testEnvironment: "node",
  roots: ["<rootDir>/dist/tests"],
  testMatch: ["**/*.test.js"],
  testPathIgnorePatterns: ["/dist/tests/e2e/", "/dist/tests/recorded/", "\\.slow\\.test\\.js$"],
  testTimeout: 60_000,
  // Jest's own cleanup between files warns of what its `expect` still uses.
  testEnvironmentOptions: { globalsCleanup: "off" },
  maxWorkers: 2,
  // Nothing for a file that passes: the failures at the end, and the summary.
  reporters: [["summary", { summaryThreshold: 0 }]],
};
