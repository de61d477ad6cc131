const loopback = /^(?:localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])$/;

/** Whether a host, without its port, is this machine by its name alone. */
export function isLoopback(hostname: string): boolean {
  return loopback.test(hostname.toLowerCase());
}

/**
 * Docker and BuildKit use plain HTTP for a registry on this machine, and so does this code. Docker Hub's
 * references begin with docker.io, which is a web site and not the registry.
 */
export function registryOrigin(registry: string): string {
  if (registry === "docker.io") return "https://registry-1.docker.io";
  const scheme = isLoopback(registry.replace(/:\d+$/, "")) ? "http" : "https";
  return `${scheme}://${registry}`;
}

/** An address from a response, such as `Location` or `Link`, if it has the same origin. */
export function sameOrigin(address: string, base: URL): URL | undefined {
  if (!URL.canParse(address, base.href)) return undefined;
  const url = new URL(address, base);
  const isSame = url.origin === base.origin && url.username === "" && url.password === "";
  return isSame ? url : undefined;
}
