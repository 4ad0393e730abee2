/**
 * Where a Google client is sent instead of the cloud, by the environment: `STORAGE_EMULATOR_HOST`
 * and its kind hold a URL or `host:port`. Nothing is signed there.
 * @returns a URL without a trailing slash, or undefined when the variable is not set.
 */
export function emulatorEndpoint(variable: string): string | undefined {
  const value = process.env[variable];
  if (!value) return undefined;
  return (/^https?:\/\//.test(value) ? value : `http://${value}`).replace(/\/+$/, "");
}
