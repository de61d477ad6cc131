import { Agent, request as httpRequest } from "node:http";
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";

import { denials } from "./denials";
import { sendDenial } from "./denials";

/** Hop-by-hop headers (RFC 9110, 7.6.1), and the credentials that the sandbox checks itself. */
const NOT_FORWARDED = new Set([
  "authorization",
  "connection",
  "keep-alive",
  "proxy-connection",
  "te",
  "trailer",
  "upgrade",
]);

/** The registry behind the front. Bodies are streamed; connections are kept alive. */
export class Upstream {
  private readonly agent = new Agent({ keepAlive: true, maxFreeSockets: 64 });

  constructor(private readonly socketPath: string) {}

  close(): void {
    this.agent.destroy();
  }

  /** Forwards the request, with its own body or `body`, and returns the response. */
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
      // An interrupted upload is interrupted at the registry, too, and stays resumable.
      pipeline(request, outgoing).catch((error: unknown) => {
        outgoing.destroy();
        reject(error instanceof Error ? error : new Error(String(error)));
      });
    });
  }

  /** Reads a small blob or manifest. */
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

/** Sends the registry's response to the caller unchanged. */
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
