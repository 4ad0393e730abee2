/** `npm run test:all`: all unit tests, the slow ones (*.slow.test.ts) too. */
module.exports = {
  ...require("./jest.config.js"),
  testPathIgnorePatterns: ["/dist/tests/e2e/", "/dist/tests/recorded/"],
};
