/**
 * `describe` for tests that need more of a machine than Node. Where something is missing none of
 * them runs, and so none counts as passed; the suite's name and a line on stderr say why.
 * @param missing what each need answers: null, or why it can't be had here.
 */
export function describeIf(...missing: readonly (string | null)[]) {
  const reason = missing.find((one) => one !== null);
  return (name: string, tests: () => void): void => {
    if (reason === undefined) {
      describe(name, tests);
    } else {
      // Jest's own report names no skipped suite.
      process.stderr.write(`Not run: ${name} (${reason}).\n`);
      describe.skip(`${name} (${reason})`, tests);
    }
  };
}
