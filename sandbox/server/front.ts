import { createServer as createHttp } from "node:http";
import type { Server as HttpServer } from "node:http";
import { createServer as createHttps } from "node:https";
import type { Server as HttpsServer } from "node:https";
import { createServer } from "node:net";
import type { Server, Socket } from "node:net";

import { errorCode } from "../files";
import type { Handler } from "./http";
import { BodyTooLarge, sendJson } from "./http";

/**
 * The first byte of every TLS connection: a handshake record (RFC 8446, 5.1). No HTTP method starts
 * with it.
 */
const TLS_HANDSHAKE = 0x16;

/** Longer than clients keep an idle connection, so that the clients close it. */
const KEEP_ALIVE_MILLISECONDS = 120_000;

/** Error codes of a system without IPv6. */
const NO_IPV6: unknown[] = ["EADDRNOTAVAIL", "EAFNOSUPPORT", "EINVAL"];

/**
 * One port for TLS and plain HTTP: BuildKit speaks plain HTTP to a registry on localhost whatever
 * its configuration, while the docker-build provider reads by HTTPS only, and both get the same
 * reference.
 */
export class Front {
  private readonly plain: HttpServer;
  private readonly secure: HttpsServer;
  private readonly sockets = new Set<Socket>();
  private readonly listeners: Server[] = [];

  constructor(handler: Handler) {
    const listener = (...[request, response]: Parameters<Handler>): void => {
      handler(request, response).catch((error: unknown) => {
        if (response.destroyed) return;
        if (response.headersSent) {
          response.destroy();
          return;
        }
        const status = error instanceof BodyTooLarge ? 413 : 500;
        if (status === 500) console.error("sandbox:", error);
        sendJson(response, status, { message: error instanceof Error ? error.message : "" });
      });
    };
    // A blob may take as long as it needs: ghcr.io's own limit is ten minutes an upload.
    const options = { requestTimeout: 0, keepAliveTimeout: KEEP_ALIVE_MILLISECONDS };
    this.plain = createHttp(options, listener);
    this.secure = createHttps(options, listener);
  }

  useCertificate(certificate: { key: string; cert: string }): void {
    this.secure.setSecureContext(certificate);
  }

  /** Rejects with the system's error (EADDRINUSE) if the port is in use. 0 selects a free one. */
  async listen(port: number): Promise<number> {
    const actualPort = await this.listenOn("127.0.0.1", port);
    try {
      // `localhost` can mean either, and clients differ in which they try first.
      await this.listenOn("::1", actualPort);
    } catch (error) {
      if (!NO_IPV6.includes(errorCode(error))) {
        await this.close();
        throw error;
      }
    }
    return actualPort;
  }

  async close(): Promise<void> {
    const closed = this.listeners.splice(0).map(
      (listener) =>
        new Promise<void>((resolve) => {
          listener.close(() => {
            resolve();
          });
        }),
    );
    for (const socket of this.sockets) socket.destroy();
    await Promise.all(closed);
  }

  /**
   * Ends a request's connection with a reset (RST), as a broken network does. Below TLS is the
   * accepted socket, and only that one can be reset; its two addresses identify it.
   */
  reset({ remoteAddress, remotePort, localPort }: Socket): void {
    for (const socket of this.sockets) {
      const isFrom = socket.remotePort === remotePort && socket.remoteAddress === remoteAddress;
      // A client may use the same port for connections to two fronts.
      if (isFrom && socket.localPort === localPort) socket.resetAndDestroy();
    }
  }

  private listenOn(host: string, port: number): Promise<number> {
    const listener = createServer({ noDelay: true }, (socket) => {
      this.accept(socket);
    });
    return new Promise((resolve, reject) => {
      listener.once("error", reject);
      listener.listen({ port, host, exclusive: true }, () => {
        this.listeners.push(listener);
        const address = listener.address();
        resolve(typeof address === "object" && address !== null ? address.port : port);
      });
    });
  }

  private accept(socket: Socket): void {
    this.sockets.add(socket);
    socket.once("close", () => this.sockets.delete(socket));
    // Until a server handles the socket, a disconnect is not an error.
    const ignore = (): void => undefined;
    socket.on("error", ignore);
    socket.once("readable", () => {
      const first = socket.read(1) as Buffer | null;
      if (first === null) return;
      socket.unshift(first);
      const server = first[0] === TLS_HANDSHAKE ? this.secure : this.plain;
      server.emit("connection", socket);
    });
  }
}
