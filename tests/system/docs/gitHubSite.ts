import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";

interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The headers that gh reads and that describe its token. */
const forwardedHeaders = ["content-type", "link", "x-oauth-scopes"];

/**
 * Replaces github.com for gh, through a socket: its API is the sandbox. It also fakes
 * the page on which a user authorizes gh, where the answer is always yes, and the
 * only GraphQL query that gh sends, the user's login.
 */
export class GitHubSite {
  /** The scopes that each authorization requested. */
  readonly requests: (readonly string[])[] = [];
  private readonly server: Server;

  constructor(
    private readonly sandbox: () => string,
    /** Creates a token with these scopes. */
    private readonly allow: (scopes: readonly string[]) => Promise<string>,
  ) {
    this.server = createServer((request, response) => {
      void this.answer(request, response);
    });
  }

  async listen(socket: string): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(socket, resolve));
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = "";
    for await (const chunk of request) text += String(chunk);
    const { status, headers = {}, body } = await this.answerTo(request, text);
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(body);
  }

  private async answerTo({ method = "", headers, url = "" }: IncomingMessage, text: string) {
    const { authorization = "", host = "" } = headers;
    switch (`${method} ${host}${url}`) {
      case "POST github.com/login/device/code":
        return this.startAuthorization(new URLSearchParams(text).get("scope") ?? "");
      case "POST github.com/login/oauth/access_token":
        return this.createToken();
      case "POST api.github.com/graphql": {
        const { body } = await this.forward("GET", "/user", authorization);
        const { login } = JSON.parse(body) as { login: string };
        return { status: 200, body: JSON.stringify({ data: { viewer: { login } } }) };
      }
      case "GET api.github.com/":
        // Only its headers are used.
        return this.forward("GET", "/user", authorization);
      default:
        if (host !== "api.github.com") return { status: 404, body: "{}" };
        return this.forward(method, url, authorization, text);
    }
  }

  private startAuthorization(scope: string): Answer {
    this.requests.push([...new Set(scope.split(" "))]);
    const code = {
      ...{ device_code: "example", user_code: "ABCD-1234", expires_in: 900, interval: 1 },
      verification_uri: "https://github.com/login/device",
    };
    return { status: 200, body: JSON.stringify(code) };
  }

  private async createToken(): Promise<Answer> {
    const scopes = this.requests.at(-1) ?? [];
    const access_token = await this.allow(scopes);
    const token = { access_token, token_type: "bearer", scope: scopes.join(",") };
    return { status: 200, body: JSON.stringify(token) };
  }

  private async forward(
    method: string,
    path: string,
    authorization: string,
    text = "",
  ): Promise<Answer> {
    const answer = await fetch(`http://${this.sandbox()}${path}`, {
      method,
      headers: { authorization },
      ...(text === "" ? {} : { body: text }),
    });
    const headers = forwardedHeaders.flatMap((name) => {
      const value = answer.headers.get(name);
      return value === null ? [] : [[name, value] as const];
    });
    return {
      status: answer.status,
      headers: Object.fromEntries(headers),
      body: await answer.text(),
    };
  }
}
