import { createServer, type AddressInfo, type Socket } from "node:net";

/** A hostile server's response to one request. */
export interface Play {
  readonly status: string;
  readonly headers: readonly (readonly [string, string])[];
  /** `{ORIGIN}` and `{SENT}` are replaced by the server's address and the request. */
  readonly body: string;
  readonly ending: "end" | "reset" | "stop" | "drip" | "flood" | "echo";
}

export interface HostileServer {
  readonly host: string;
  /** Played in order, repeatedly. */
  plays: readonly Play[];
  close(): Promise<void>;
}

/** It writes raw responses: Node's HTTP server would refuse to send them. */
export async function startHostileServer(): Promise<HostileServer> {
  const sockets = new Set<Socket>();
  let requestCount = 0;
  const server = createServer((socket) => {
    sockets.add(socket);
    let sent = "";
    socket.on("error", () => undefined);
    socket.on("close", () => sockets.delete(socket));
    socket.on("data", (chunk: Buffer) => {
      sent += chunk.toString("latin1");
      if (!sent.includes("\r\n\r\n")) return;
      const play = hostile.plays[requestCount % Math.max(1, hostile.plays.length)];
      requestCount += 1;
      if (play === undefined) socket.destroy();
      else perform(socket, play, sent, `http://${hostile.host}`);
      sent = "";
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const hostile: HostileServer = {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    plays: [],
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => {
          resolve();
        });
      }),
  };
  return hostile;
}

function perform(socket: Socket, play: Play, sent: string, origin: string): void {
  const authorization = /^authorization: (.*)$/im.exec(sent)?.[1]?.trim() ?? "";
  const encoded = /^basic (.*)$/i.exec(authorization)?.[1] ?? "";
  const basic = Buffer.from(encoded, "base64").toString("latin1");
  const fill = (text: string): string =>
    text.replaceAll("{ORIGIN}", origin).replaceAll("{SENT}", `${authorization} ${basic}`.trim());
  const headers = play.headers.map(([name, value]) => `${name}: ${fill(value)}\r\n`).join("");
  socket.write(`HTTP/1.1 ${play.status}\r\nconnection: close\r\n${headers}\r\n`, "latin1");
  const body = fill(play.body);
  if (play.ending === "reset") socket.write(body, () => socket.resetAndDestroy());
  else if (play.ending === "stop") socket.write(body);
  else if (play.ending === "drip") drip(socket);
  else if (play.ending === "flood") flood(socket);
  else if (play.ending === "echo") socket.end(`${body}${JSON.stringify(sent)}`);
  else socket.end(body);
}

function drip(socket: Socket): void {
  const timer = setInterval(() => socket.write(" "), 10);
  socket.on("close", () => {
    clearInterval(timer);
  });
}

function flood(socket: Socket): void {
  const chunk = Buffer.alloc(64 * 1024, "[");
  const more = (): void => {
    while (!socket.destroyed && socket.write(chunk));
  };
  socket.on("drain", more);
  more();
}
