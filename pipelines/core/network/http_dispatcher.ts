import { Agent, EnvHttpProxyAgent, type Dispatcher } from "undici";
import { proxySettings } from "./proxy";

/**
 * Connections to a server, through the proxy that the environment names, if any; loopback is never
 * proxied.
 * @throws ActionableError when the environment does not name a proxy as it should
 */
export function httpDispatcher(options: Agent.Options): Dispatcher {
  const { httpProxy = "", httpsProxy = "", noProxy } = proxySettings(process.env);
  if (httpProxy === "" && httpsProxy === "") return new Agent(options);
  return new EnvHttpProxyAgent({
    ...options,
    httpProxy,
    httpsProxy,
    noProxy,
    // A tunnel for HTTPS alone: many proxies refuse one to other ports.
    proxyTunnel: false,
  });
}
