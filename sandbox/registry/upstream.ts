import { Agent, request as httpRequest } from "node:http";
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";

import { denials } from "./denials";
import { sendDenial } from "./denials";

/** What belongs to one connection, not to the message (RFC 9110, 7.6.1), and what is ours to judge. */
const NOT_FORWARDED = new Set([
  "authorization",
  "connection",
  "keep-alive",
  "proxy-connection",
  "te",
  "trailer",
  "upgrade",
]);

/** The registry behind the front. Bodies stream both ways; connections to it are kept. */
export class Upstream {
  private readonly agent = new Agent({ keepAlive: true, maxFreeSockets: 64 });

  constructor(private readonly socketPath: string) {}

  close(): void {
    this.agent.destroy();
  }

  /** Sends the request on, its body too unless another is given, and gives the answer's head. */
  async send(
    request: IncomingMessage,
    path: string,
    body: Buffer | null = null,
  ): Promise<IncomingMessage> {
    const headers = selectForwardedHeaders(request.headers);
    if (body !== null) {
      headers["content-length"] = body.length;
      delete headers["transfer-encoding"];
    }
    return await new Promise((resolve, reject) => {
      const outgoing = httpRequest(
        { socketPath: this.socketPath, agent: this.agent, method: request.method, path, headers },
        resolve,
      );
      outgoing.once("error", reject);
      if (body !== null) {
        outgoing.end(body);
        return;
      }
      // An upload that is cut off is cut off there too, and stays resumable.
      pipeline(request, outgoing).catch((error: unknown) => {
        outgoing.destroy();
        reject(error instanceof Error ? error : new Error(String(error)));
      });
    });
  }

  /** The content of a small blob or manifest, asked for by the front itself. */
  async read(path: string): Promise<Buffer | null> {
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      const outgoing = httpRequest(
        { socketPath: this.socketPath, agent: this.agent, path },
        resolve,
      );
      outgoing.once("error", reject);
      outgoing.end();
    });
    const chunks: Buffer[] = [];
    for await (const chunk of answer as AsyncIterable<Buffer>) chunks.push(chunk);
    return answer.statusCode === 200 ? Buffer.concat(chunks) : null;
  }
}

/** Gives the registry's answer to the caller as it is. */
export async function forwardResponse(
  answer: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (answer.statusCode === 405) {
    answer.resume();
    sendDenial(response, denials.unsupported);
    return;
  }
  response.writeHead(answer.statusCode ?? 502, selectForwardedHeaders(answer.headers));
  await pipeline(answer, response);
}

function selectForwardedHeaders(headers: IncomingMessage["headers"]): OutgoingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !NOT_FORWARDED.has(name)));
}
