/**
 * `describe` for tests that need more of a machine than Node: where something is missing none of them
 * runs, and so none counts as passed; the suite's name and a line on stderr give the reason.
 * @param missing for each requirement null, or why it is missing: `describeUnless(goMissing())`
 */
export function describeUnless(...missing: readonly (string | null)[]) {
  const reason = missing.find((one) => one !== null);
  return (name: string, tests: () => void): void => {
    if (reason === undefined) {
      describe(name, tests);
    } else {
      // Jest's own report lists no skipped suite.
      process.stderr.write(`Not run: ${name} (${reason}).\n`);
      describe.skip(`${name} (${reason})`, tests);
    }
  };
}
