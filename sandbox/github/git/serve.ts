import { spawn } from "node:child_process";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";

import { parseBasicCredentials, readBody } from "../../server/http";
import { findValidToken, permissionsOf } from "../../tokens";
import type { Store } from "../../world/store";
import type { Repository, Token } from "../../world/world";
import { Refusal, requireRepository } from "../find";
import { BareRepository, gitEnvironment } from "./bareRepository";

const ROUTE =
  /^\/(?<owner>[^/]+)\/(?<repo>[^/]+?)(?:\.git)?\/(?<file>info\/refs|git-upload-pack|git-receive-pack)$/;
const RECEIVE = "git-receive-pack";
const BODY_BYTES = 256 * 1024 * 1024;
const notFoundText = "Repository not found.";

export function isGitPath(path: string): boolean {
  return ROUTE.test(path);
}

/**
 * Git's protocol over HTTP, for clones, fetches and pushes. Git itself speaks it, to a repository
 * in its own format that is brought up to date before, and read after a push.
 */
export class GitServer {
  /** One request at a time for each repository. */
  private readonly last = new Map<number, Promise<void>>();

  constructor(
    private readonly store: Store,
    private readonly directory: string,
  ) {}

  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", "http://sandbox");
    const { owner = "", repo = "", file = "" } = ROUTE.exec(url.pathname)?.groups ?? {};
    const isPush = file === RECEIVE || url.searchParams.get("service") === RECEIVE;
    const body = await readBody(request, BODY_BYTES);
    const password = parseBasicCredentials(request.headers.authorization)?.password;
    const token = password === undefined ? null : findValidToken(this.store.world, password);
    if (token === null && (isPush || password !== undefined)) {
      sendText(response, 401, "Invalid username or token.");
      return;
    }
    const found = this.findRepository(token, { owner, repo }, isPush);
    if (typeof found === "number") {
      const denied = `Permission to ${owner}/${repo}.git denied.`;
      sendText(response, token === null ? 401 : found, found === 404 ? notFoundText : denied);
      return;
    }
    await this.inTurn(found, async () => {
      const bare = new BareRepository(join(this.directory, "git", `${found.id}.git`));
      await bare.update(found);
      const answer = await runBackend(bare, file, url.search, request, body);
      if (file === RECEIVE) {
        await bare.readInto(found);
        await this.store.commit();
      }
      response.writeHead(answer.status, answer.headers).end(answer.body);
    });
  }

  /** The repository, or the status of the refusal. */
  private findRepository(
    token: Token | null,
    parameters: Record<string, string>,
    isPush: boolean,
  ): Repository | number {
    const { world } = this.store;
    try {
      const repository = requireRepository({ world, token, parameters }, isPush ? "write" : "read");
      const level = token === null ? undefined : permissionsOf(token)?.contents;
      const isBounded = token !== null && permissionsOf(token) !== null;
      const isPermitted = !isBounded || (isPush ? level === "write" : level !== undefined);
      return isPermitted && !(isPush && repository.settings.archived) ? repository : 403;
    } catch (error) {
      if (error instanceof Refusal) return error.answer.status;
      throw error;
    }
  }

  private async inTurn({ id }: Repository, serve: () => Promise<void>): Promise<void> {
    const served = (this.last.get(id) ?? Promise.resolve()).then(serve);
    this.last.set(
      id,
      served.catch(() => undefined),
    );
    await served;
  }
}

interface BackendAnswer {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
}

/** Runs `git http-backend`, which is a CGI program. */
async function runBackend(
  { folder }: BareRepository,
  file: string,
  search: string,
  { method = "GET", headers }: IncomingMessage,
  body: Buffer,
): Promise<BackendAnswer> {
  const child = spawn("git", ["http-backend"], {
    stdio: ["pipe", "pipe", "inherit"],
    env: {
      ...gitEnvironment,
      GIT_PROJECT_ROOT: folder,
      GIT_HTTP_EXPORT_ALL: "1",
      PATH_INFO: `/${file}`,
      QUERY_STRING: search.slice(1),
      REQUEST_METHOD: method,
      CONTENT_TYPE: headers["content-type"],
      CONTENT_LENGTH: String(body.length),
      HTTP_CONTENT_ENCODING: headers["content-encoding"],
      GIT_PROTOCOL: String(headers["git-protocol"] ?? ""),
      // Without a user it rejects pushes; the token was checked before.
      REMOTE_USER: "git",
    },
  });
  const chunks: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
  child.stdin.on("error", () => undefined).end(body);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  const output = Buffer.concat(chunks);
  const end = output.indexOf("\r\n\r\n");
  if (code !== 0 || end === -1) throw new Error(`git http-backend ended with ${code}`);
  const lines = output.subarray(0, end).toString("utf8").split("\r\n");
  const fields = lines.map((line) => {
    const colon = line.indexOf(":");
    return [line.slice(0, colon), line.slice(colon + 1).trim()] as const;
  });
  const { Status = "200", ...rest } = Object.fromEntries(fields);
  return { status: Number.parseInt(Status, 10), headers: rest, body: output.subarray(end + 4) };
}

function sendText(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, {
    "Content-Type": "text/plain; charset=utf-8",
    ...(status === 401 ? { "WWW-Authenticate": 'Basic realm="GitHub"' } : {}),
  });
  response.end(`${text}\n`);
}
