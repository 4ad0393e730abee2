/**
 * The address of an emulator that a Google client calls instead of the cloud, unsigned, as a variable
 * such as `STORAGE_EMULATOR_HOST` gives it: a URL or `host:port`.
 * @returns a URL without a trailing slash, or undefined when the variable is not set.
 */
export function emulatorEndpoint(variable: string): string | undefined {
  const value = process.env[variable];
  if (!value) return undefined;
  return (/^https?:\/\//.test(value) ? value : `http://${value}`).replace(/\/+$/, "");
}
