/** What a request asks for. */
export interface RequestTarget {
  /** Decoded parts of the URL's path; null when its percent-encoding is invalid. */
  readonly path: readonly string[] | null;
  readonly query: URLSearchParams;
}

/** @param url path and query as received. */
export function parseRequestTarget(url: string): RequestTarget {
  const { pathname, searchParams } = new URL(url, "http://127.0.0.1");
  return { path: decodePath(pathname), query: searchParams };
}

function decodePath(pathname: string): string[] | null {
  try {
    return pathname
      .replace(/^\/|\/$/g, "")
      .split("/")
      .map(decodeURIComponent);
  } catch {
    return null;
  }
}
