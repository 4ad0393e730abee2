/** Sets variables of the environment for one test, and puts them back after it. */
export function environmentVariables(): (values: Readonly<Record<string, string>>) => void {
  let before: NodeJS.ProcessEnv = {};
  beforeEach(() => {
    before = { ...process.env };
  });
  afterEach(() => {
    for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
    Object.assign(process.env, before);
  });
  return (values) => Object.assign(process.env, values);
}
