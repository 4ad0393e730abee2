/** Sets environment variables for one test, and restores all of them after it. */
export function environmentVariables(): (values: Readonly<Record<string, string>>) => void {
  let before: NodeJS.ProcessEnv = {};
  beforeEach(() => {
    before = { ...process.env };
  });
  afterEach(() => {
    process.env = before;
  });
  return (values) => Object.assign(process.env, values);
}
