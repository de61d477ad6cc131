import { createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** A proxy for the sandbox that can drop one response. */
export class Proxy {
  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  /**
   * If `swallow` returns true for an answered request, its response is not forwarded,
   * and `then` is called instead: the far side has done its work, and the near side does not know.
   */
  static async open(
    target: string,
    swallow: (method: string, path: string) => boolean,
    then: () => void,
  ): Promise<Proxy> {
    const [host, port] = target.split(":");
    const server = createServer((incoming, outgoing) => {
      const { method = "GET", url: path = "/", headers } = incoming;
      const onward = request({ host, port, method, path, headers }, (answer) => {
        if (swallow(method, path)) {
          answer.resume();
          answer.on("end", then);
          return;
        }
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      });
      onward.on("error", () => outgoing.destroy());
      incoming.pipe(onward);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port: own } = server.address() as AddressInfo;
    return new Proxy(server, `http://127.0.0.1:${String(own)}/`);
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
