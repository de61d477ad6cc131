import { Agent, EnvHttpProxyAgent, type Dispatcher } from "undici";
import { HttpFailure } from "./failure";
import { isLoopback } from "./origin";

/** The ways out of this machine, and within it. */
export interface Ways {
  through(url: URL): Dispatcher;
  close(): Promise<void>;
}

export interface WaysOptions {
  readonly connectMilliseconds?: number;
  /** Where the proxies are named: `HTTPS_PROXY`, `HTTP_PROXY`, `NO_PROXY`, lower case first. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/** GitHub refuses more than a hundred at a time; a registry need not bear more either. */
const connections = 16;

const largestHeaders = 32 * 1024;

/**
 * A host of this machine is never reached through a proxy: the proxy would take the name for its
 * own machine's. Certificates are always verified: `rejectUnauthorized` is said here, as otherwise
 * NODE_TLS_REJECT_UNAUTHORIZED=0 would turn that off.
 */
export function makeWays({
  connectMilliseconds = 10_000,
  environment = process.env,
}: WaysOptions = {}): Ways {
  const tls = { timeout: connectMilliseconds, rejectUnauthorized: true };
  const shared = { connect: tls, connections, maxHeaderSize: largestHeaders };
  const direct = new Agent(shared);
  const read = (name: string): string =>
    (environment[name.toLowerCase()] ?? environment[name] ?? "").trim();
  let outward: Dispatcher | undefined;
  return {
    through: (url) => {
      if (isLoopback(url.hostname)) return direct;
      outward ??= proxied(url, {
        ...shared,
        requestTls: tls,
        proxyTls: tls,
        httpProxy: read("HTTP_PROXY"),
        httpsProxy: read("HTTPS_PROXY"),
        noProxy: read("NO_PROXY"),
      });
      return outward;
    },
    close: async () => {
      await Promise.all([direct.close(), outward?.close()]);
    },
  };
}

function proxied(url: URL, options: EnvHttpProxyAgent.Options): Dispatcher {
  try {
    return new EnvHttpProxyAgent(options);
  } catch {
    // The library's error repeats the address, and a proxy's address may hold a password.
    const why = "HTTPS_PROXY or HTTP_PROXY is not the address of a proxy: http://host:port";
    throw new HttpFailure("not sent", url.host, why);
  }
}

let shared: Ways | undefined;

/** The ways that all clients share, made when the first of them asks. */
export function sharedWays(): Ways {
  return (shared ??= makeWays());
}
