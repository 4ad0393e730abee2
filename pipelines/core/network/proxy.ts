import { ActionableError } from "../actionable_error";
import { registerSecret } from "../text/redact";

/** The proxies that the environment names, as `http://user:password@host:port`. */
export interface ProxySettings {
  readonly httpProxy?: string;
  readonly httpsProxy?: string;
  /** Hosts that are not proxied, separated by commas. */
  readonly noProxy: string;
}

type Environment = Record<string, string | undefined>;

/** Whether a host, as in a URL, is this machine itself. */
export function isLoopbackHost(host: string): boolean {
  return /^(localhost|.+\.localhost|127(\.\d+){3}|\[?::1\]?)$/i.test(host);
}

/**
 * What HTTP_PROXY, HTTPS_PROXY and NO_PROXY say, in upper or lower case (which wins, as in curl).
 * Loopback and the metadata server are never proxied, and neither are the subdomains of a domain in
 * NO_PROXY. A proxy's credentials are registered as secrets.
 * @throws ActionableError when a variable does not name a proxy
 */
export function proxySettings(environment: Environment): ProxySettings {
  const noProxy = valueOf(environment, "NO_PROXY") ?? "";
  const exempt = noProxy.split(/[\s,]+/).filter((host) => host !== "");
  if (exempt.includes("*")) return { noProxy };
  const httpProxy = proxyIn(environment, "HTTP_PROXY");
  const httpsProxy = proxyIn(environment, "HTTPS_PROXY");
  const subdomains = exempt.filter((host) => /^[a-z0-9]/i.test(host) && !/^[\d.:]+$/.test(host));
  const hosts = new Set([...exempt, ...subdomains.map((host) => `.${host}`), ...neverProxied]);
  return {
    ...(httpProxy && { httpProxy }),
    ...(httpsProxy && { httpsProxy }),
    noProxy: [...hosts].join(","),
  };
}

/** This machine itself, and what a machine on Google Cloud asks for its own identity. */
const neverProxied = [
  ...["localhost", "127.0.0.1", "::1", "[::1]"],
  ...["169.254.169.254", "metadata.google.internal"],
];

/**
 * Writes the settings back to the environment, for the clients that read it themselves: each of them
 * understands something else.
 * @throws ActionableError when a variable does not name a proxy
 */
export function prepareProxyEnvironment(environment: Environment = process.env): void {
  const { httpProxy, httpsProxy, noProxy } = proxySettings(environment);
  const isProxied = httpProxy !== undefined || httpsProxy !== undefined;
  for (const name of ["HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"]) {
    // An empty variable is none, for all of the clients.
    if (environment[name]) environment[name] = isProxied ? proxyOf(name) : "";
  }
  if (isProxied) Object.assign(environment, { NO_PROXY: noProxy, no_proxy: noProxy });

  function proxyOf(name: string): string {
    return (/^https/i.test(name) ? httpsProxy : httpProxy) ?? "";
  }
}

/** A proxy's address without its credentials. */
export function shownProxy(proxy: string): string {
  const { protocol, host } = new URL(proxy);
  return `${protocol}//${host}`;
}

function valueOf(environment: Environment, name: string): string | undefined {
  const value = environment[name.toLowerCase()] ?? environment[name];
  return value?.trim() === "" ? undefined : value?.trim();
}

function proxyIn(environment: Environment, name: string): string | undefined {
  const value = valueOf(environment, name);
  if (value === undefined) return undefined;
  const url = /^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? value : `http://${value}`;
  const proxy = URL.canParse(url) ? new URL(url) : null;
  if (!proxy || !/^https?:$/.test(proxy.protocol)) {
    throw new ActionableError(
      `${name} does not name an HTTP proxy.`,
      "Write http://HOST:PORT or http://USER:PASSWORD@HOST:PORT, and encode special characters of the password (%40 for @).",
    );
  }
  const { username, password } = proxy;
  if (password !== "") {
    registerSecret(decodeURIComponent(password));
    registerSecret(password);
    registerSecret(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`);
  } else if (username !== "") {
    registerSecret(decodeURIComponent(username));
  }
  return url;
}
