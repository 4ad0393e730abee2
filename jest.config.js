/** Tests run compiled, as the pipelines do: `npm test` builds first. */
module.exports = {
  testEnvironment: "node",
  roots: ["<rootDir>/dist/tests"],
  testMatch: ["**/*.test.js"],
  testPathIgnorePatterns: ["/dist/tests/e2e/", "/dist/tests/recorded/"],
  testTimeout: 60_000,
};
