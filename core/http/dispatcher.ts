import { Agent, EnvHttpProxyAgent, type Dispatcher } from "undici";
import { HttpFailure } from "./failure";
import { isLoopback } from "./origin";

/** The dispatchers for this machine and for remote hosts. */
export interface Dispatchers {
  dispatcherFor(url: URL): Dispatcher;
  close(): Promise<void>;
}

export interface DispatcherOptions {
  readonly connectMilliseconds?: number;
  /** Names the proxies: `HTTPS_PROXY`, `HTTP_PROXY`, `NO_PROXY`, lower case first. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/** GitHub allows a hundred concurrent requests at most. */
const connections = 16;

const maxHeaderBytes = 32 * 1024;

/**
 * This machine is never reached through a proxy, which would resolve the name to its own machine.
 * Certificates are always verified: without `rejectUnauthorized`, NODE_TLS_REJECT_UNAUTHORIZED=0 would
 * turn that off.
 */
export function createDispatchers({
  connectMilliseconds = 10_000,
  environment = process.env,
}: DispatcherOptions = {}): Dispatchers {
  const tls = { timeout: connectMilliseconds, rejectUnauthorized: true };
  const agentOptions = { connect: tls, connections, maxHeaderSize: maxHeaderBytes };
  const direct = new Agent(agentOptions);
  const readVariable = (name: string): string =>
    (environment[name.toLowerCase()] ?? environment[name] ?? "").trim();
  let proxyAgent: Dispatcher | undefined;
  return {
    dispatcherFor: (url) => {
      if (isLoopback(url.hostname)) return direct;
      proxyAgent ??= createProxyAgent(url, {
        ...agentOptions,
        requestTls: tls,
        proxyTls: tls,
        httpProxy: readVariable("HTTP_PROXY"),
        httpsProxy: readVariable("HTTPS_PROXY"),
        noProxy: readVariable("NO_PROXY"),
      });
      return proxyAgent;
    },
    close: async () => {
      await Promise.all([direct.close(), proxyAgent?.close()]);
    },
  };
}

function createProxyAgent(url: URL, options: EnvHttpProxyAgent.Options): Dispatcher {
  try {
    return new EnvHttpProxyAgent(options);
  } catch {
    // The library's error quotes the address, which may contain a password.
    const why = "HTTPS_PROXY or HTTP_PROXY is not a proxy address such as http://host:port";
    throw new HttpFailure("not sent", url.host, why);
  }
}

let shared: Dispatchers | undefined;

/** The dispatchers that all clients share, created on first use. */
export function sharedDispatchers(): Dispatchers {
  return (shared ??= createDispatchers());
}
