/** The decoded parts of a URL's path; null when it is not well encoded. */
export function decodePath(pathname: string): string[] | null {
  try {
    return pathname
      .replace(/^\/|\/$/g, "")
      .split("/")
      .map(decodeURIComponent);
  } catch {
    return null;
  }
}
