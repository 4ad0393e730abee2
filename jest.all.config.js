/** `npm run test:all`: all unit tests, the slow ones (*.slow.test.ts) too. */
module.exports = {
  ...require("./jest.config.js"),
  testPathIgnorePatterns: ["/dist/tests/e2e/", "/dist/tests/recorded/"],
  // A process that has grown over many files can't be forked any more: `spawn ENOMEM`.
  workerIdleMemoryLimit: "1GB",
};
