import type { IncomingMessage } from "node:http";
import { RegistryClient, type RegistryClientOptions } from "../../ghcr/registryClient";
import {
  answer,
  digestOf,
  startFakeRegistry,
  type FakeRegistry,
  type Handler,
} from "./fakeRegistry";

const login = { username: "F1bonacci66", token: "ghp_exampleexampleexampleexample" };
const basic = `Basic ${Buffer.from(`${login.username}:${login.token}`).toString("base64")}`;
const body = JSON.stringify({ mediaType: "application/vnd.oci.image.manifest.v1+json" });
const digest = digestOf(body);

let registry: FakeRegistry;
/** What each request sent, after its method and path. */
let forms: string[];

beforeEach(async () => {
  registry = await startFakeRegistry();
  forms = [];
});

afterEach(async () => {
  await registry.close();
});

function client(change: Partial<RegistryClientOptions> = {}): RegistryClient {
  const http = { retryMilliseconds: 1, ...change.http };
  return new RegistryClient({ registry: registry.host, ...login, ...change, http });
}

const reference = (rest: object): { registry: string; name: string } => ({
  registry: registry.host,
  name: "a/b",
  ...rest,
});

function challenge(): Record<string, string> {
  const realm = `http://${registry.host}/token`;
  // ghcr.io's at /v2/ names a package of nobody's, and docker asks for its own scope.
  const scope = "repository:user/image:pull";
  return { "www-authenticate": `Bearer realm="${realm}",service="r",scope="${scope}"` };
}

interface Part {
  /** Who asks without credentials gets a token too. */
  readonly anonymous?: boolean;
  readonly tokenAnswer?: (request: IncomingMessage) => readonly [number, string];
  readonly give: Handler;
}

/** A registry that gives a bearer of its own for each scope, and takes it there. */
function guarded({ anonymous = false, tokenAnswer, give }: Part): Handler {
  return (request, response) => {
    const url = new URL(request.url ?? "", "http://x");
    if (url.pathname === "/token") {
      const isKnown = request.headers.authorization === basic || request.method === "POST";
      const [status, said] = tokenAnswer?.(request) ?? [
        isKnown || anonymous ? 200 : 401,
        JSON.stringify({ token: `bearer-${isKnown ? "of" : "without"}-login` }),
      ];
      let sent = "";
      request.on("data", (chunk: Buffer) => (sent += chunk.toString()));
      request.on("end", () => {
        forms.push(sent);
        answer(response, status, said);
      });
    } else if (request.headers.authorization?.startsWith("Bearer bearer-") === true) {
      give(request, response);
    } else answer(response, 401, "log in", challenge());
  };
}

const manifest: Handler = (_request, response) => {
  answer(response, 200, body, { "docker-content-digest": digest });
};

const ok: Handler = (_request, response) => {
  answer(response, 200, "{}");
};

const tokenQuestions = (): URLSearchParams[] =>
  registry.heard
    .filter(({ path }) => path.startsWith("/token"))
    .map(({ path }) => new URL(path, "http://x").searchParams);

const denied = JSON.stringify({ errors: [{ code: "DENIED", message: "denied" }] });

describe("logging in", () => {
  it("asks as docker login does: without a scope, and then /v2/ with the bearer", async () => {
    registry.handle = guarded({ give: ok });
    expect(await client().login()).toEqual({ outcome: "yes" });
    expect(registry.heard.map(({ path, authorization }) => [path, authorization])).toEqual([
      ["/v2/", undefined],
      ["/token?service=r", basic],
      ["/v2/", "Bearer bearer-of-login"],
    ]);
  });

  it.each([401, 403])("is refused with %s, in the registry's words", async (status) => {
    registry.handle = guarded({ give: ok, tokenAnswer: () => [status, denied] });
    expect(await client().login()).toEqual({ outcome: "no", status, says: denied });
  });

  it("shows words whole, but neither a token nor what a terminal would obey", async () => {
    const { token } = login;
    const said = `no ${token}\n\u001b[2J${basic} ${"x".repeat(3000)}`;
    registry.handle = guarded({ give: ok, tokenAnswer: () => [401, said] });
    const answered = await client().login();
    const start = "no [secret]\\n\\u001b[2JBasic [secret] ";
    expect(answered).toMatchObject({ outcome: "no" });
    expect(answered.outcome === "no" && answered.says).toBe(
      `${start}${"x".repeat(2000 - "no [secret]\n\u001b[2JBasic [secret] ".length)}…`,
    );
  });

  it.each([
    ["an open registry", ok, "lets everybody in"],
    ["a server that knows no /v2/", undefined, "the registry answered 404"],
    [
      "a challenge that is none",
      ((_request, response) => {
        answer(response, 401, "", { "www-authenticate": "Basic realm=x" });
      }) satisfies Handler,
      "the registry answered 401: Basic realm=x",
    ],
    [
      "a bearer with a line break",
      guarded({ give: ok, tokenAnswer: () => [200, JSON.stringify({ token: "a\r\nb: c" })] }),
      "a bearer token that no header can carry",
    ],
    [
      "a bearer that is no ASCII",
      guarded({ give: ok, tokenAnswer: () => [200, JSON.stringify({ token: "bär" })] }),
      "a bearer token that no header can carry",
    ],
  ])("cannot be told from %s", async (_what, handle, why) => {
    if (handle !== undefined) registry.handle = handle;
    const answered = await client().login();
    expect(answered).toMatchObject({ outcome: "cannot tell" });
    expect(answered.outcome === "cannot tell" && answered.why).toContain(why);
  });

  it("cannot be told without a token, and asks nothing", async () => {
    const http = { retryMilliseconds: 1 };
    const anonymous = new RegistryClient({ registry: registry.host, http });
    expect(await anonymous.login()).toMatchObject({ outcome: "cannot tell" });
    expect(registry.heard).toEqual([]);
  });

  it.each([
    ["where GET is unknown", 405, undefined, 2],
    ["where there is no GET", 404, undefined, 2],
    ["where it is chosen", 200, "POST", 1],
  ] as const)("sends a form %s", async (_what, status, tokenMethod, questions) => {
    registry.handle = guarded({
      give: manifest,
      tokenAnswer: ({ method }) => [
        method === "POST" ? 200 : status,
        JSON.stringify({ access_token: "bearer-of-form" }),
      ],
    });
    expect(await client(tokenMethod && { tokenMethod }).mayPull(reference({ tag: "1" }))).toEqual({
      outcome: "yes",
    });
    expect(forms).toHaveLength(questions);
    expect(Object.fromEntries(new URLSearchParams(forms.at(-1)))).toEqual({
      grant_type: "password",
      client_id: "pulumi-ghcr",
      service: "r",
      scope: "repository:a/b:pull",
      username: login.username,
      password: login.token,
    });
  });
});

describe("a bearer", () => {
  it("is asked for once for a scope, also by many at a time", async () => {
    registry.handle = guarded({ give: manifest });
    const one = client();
    await Promise.all(Array.from({ length: 8 }, () => one.manifest(reference({ tag: "1" }))));
    await one.manifest(reference({ digest }));
    expect(tokenQuestions().map((query) => query.getAll("scope"))).toEqual([
      ["repository:a/b:pull"],
    ]);
  });

  it("that has expired is asked for anew, once", async () => {
    let isOver = false;
    let given = 0;
    registry.handle = guarded({
      give: (request, response) => {
        if (isOver && request.headers.authorization === "Bearer bearer-1") {
          answer(response, 401, "expired", challenge());
        } else manifest(request, response);
      },
      tokenAnswer: () => [200, JSON.stringify({ token: `bearer-${(given += 1)}` })],
    });
    const one = client();
    await one.manifest(reference({ tag: "1" }));
    isOver = true;
    await Promise.all([one.manifest(reference({ tag: "1" })), one.manifest(reference({ digest }))]);
    expect(given).toBe(2);
  });

  it("whose asking failed is asked for again by the next question", async () => {
    let isBusy = true;
    registry.handle = guarded({
      give: manifest,
      tokenAnswer: () => (isBusy ? [500, "busy"] : [200, JSON.stringify({ token: "bearer-2" })]),
    });
    const one = client();
    expect(await one.mayPull(reference({ tag: "1" }))).toMatchObject({ outcome: "cannot tell" });
    isBusy = false;
    expect(await one.mayPull(reference({ tag: "1" }))).toEqual({ outcome: "yes" });
  });
});

describe("a manifest by tag", () => {
  it("has the digest of its bytes", async () => {
    registry.handle = manifest;
    expect(await client().manifest(reference({ tag: "1" }))).toMatchObject({ digest });
    expect(registry.heard[0]?.path).toBe("/v2/a/b/manifests/1");
  });

  it("is refused where the registry says another digest", async () => {
    const other = digestOf("other");
    registry.handle = (_request, response) => {
      answer(response, 200, body, { "docker-content-digest": other });
    };
    await expect(client().manifest(reference({ tag: "1" }))).rejects.toThrow(
      `${registry.host}/a/b:1: the registry gave something else, ${digest}`,
    );
  });

  it.each(["<html>", "{}", "[]", '{"schemaVersion":1}'])("is not %s", async (said) => {
    registry.handle = (_request, response) => {
      answer(response, 200, said);
    };
    expect(await client().isPublic(reference({ tag: "1" }))).toEqual({
      outcome: "cannot tell",
      why: `${registry.host}/a/b:1: the registry's answer is no manifest`,
    });
  });

  it("is told of without being read", async () => {
    registry.handle = (request, response) => {
      expect(request.method).toBe("HEAD");
      const headers = {
        "docker-content-digest": digest,
        "content-type": "application/x",
        "content-length": "123",
      };
      response.writeHead(200, headers).end();
    };
    expect(await client().manifestHead(reference({ tag: "1" }))).toEqual({
      digest,
      mediaType: "application/x",
      bytes: 123,
    });
    const other = digestOf("other");
    await expect(client().manifestHead(reference({ digest: other }))).rejects.toThrow(
      "the registry gave something else",
    );
  });

  it.each([{ tag: "../../x" }, { digest: "sha256:12" }, { name: "a/../b" }, { name: "A/b" }])(
    "is not asked for where no such thing can be: %j",
    async (wrong) => {
      await expect(client().manifest({ ...reference({}), ...wrong })).rejects.toThrow();
      expect(registry.heard).toEqual([]);
    },
  );
});

describe("whether a package is public", () => {
  it("is asked without credentials, and never with the account's bearer", async () => {
    registry.handle = guarded({ anonymous: true, give: manifest });
    const one = client();
    await one.manifest(reference({ tag: "1" }));
    const before = registry.heard.length;
    expect(await one.isPublic(reference({ tag: "1" }))).toEqual({ outcome: "yes" });
    expect(registry.heard.slice(before).map(({ authorization }) => authorization)).toEqual([
      undefined,
      undefined,
      "Bearer bearer-without-login",
    ]);
  });

  it.each([
    [401, "no"],
    [403, "no"],
    [404, "cannot tell"],
    [500, "cannot tell"],
  ])("with %s is '%s'", async (status, outcome) => {
    registry.handle = guarded({
      anonymous: true,
      give: (_request, response) => {
        answer(response, status, denied, status === 401 ? challenge() : {});
      },
    });
    expect(await client().isPublic(reference({ tag: "1" }))).toMatchObject({ outcome });
    registry.handle = guarded({ give: ok, tokenAnswer: () => [status, denied] });
    expect(await client().isPublic(reference({ tag: "1" }))).toMatchObject({ outcome });
  });
});

describe("whether an account may push", () => {
  const opening =
    (location: string, cancel = 204): Handler =>
    (request, response) => {
      methods.push(`${request.method ?? ""} ${request.url ?? ""}`);
      if (request.method === "DELETE") answer(response, cancel, "");
      else answer(response, 202, "", { location });
    };
  let methods: string[];

  beforeEach(() => {
    methods = [];
  });

  it.each([
    ["/v2/a/b/blobs/uploads/1?state=x", 204],
    ["/v2/a/b/blobs/upload/1", 405],
  ])("is yes with 202, and the upload at %s is given up (%s)", async (location, cancel) => {
    registry.handle = guarded({ give: opening(location, cancel) });
    expect(await client().mayPush("a/b")).toEqual({ outcome: "yes" });
    expect(methods).toEqual(["POST /v2/a/b/blobs/uploads/", `DELETE ${location}`]);
    expect(tokenQuestions()[0]?.get("scope")).toBe("repository:a/b:pull,push");
  });

  it.each([
    "/v2/a/b/manifests/latest",
    "/v2/a/b/blobs/uploads/../../manifests/latest",
    "/v2/other/blobs/uploads/1",
    "http://registry.example/v2/a/b/blobs/uploads/1",
    "",
  ])("deletes nothing at '%s'", async (location) => {
    registry.handle = guarded({ give: opening(location) });
    expect(await client().mayPush("a/b")).toEqual({ outcome: "yes" });
    expect(methods).toEqual(["POST /v2/a/b/blobs/uploads/"]);
  });

  it.each([401, 403])("is no with %s, in the registry's words", async (status) => {
    registry.handle = guarded({
      give: (_request, response) => {
        answer(response, status, denied, status === 401 ? challenge() : {});
      },
    });
    expect(await client().mayPush("a/b")).toEqual({ outcome: "no", status, says: denied });
  });

  it.each([200, 301, 404, 429, 500])("cannot be told with %s", async (status) => {
    registry.handle = guarded({
      give: (_request, response) => {
        answer(response, status, "<html>");
      },
    });
    expect(await client().mayPush("a/b")).toEqual({
      outcome: "cannot tell",
      why: `${registry.host}/a/b: the registry answered ${status}: <html>`,
    });
  });
});

describe("tags", () => {
  it("come in pages", async () => {
    registry.handle = guarded({
      give: (request, response) => {
        const last = new URL(request.url ?? "", "http://x").searchParams.get("last");
        const link = { link: `</v2/a/b/tags/list?n=1000&last=b>; rel="next"` };
        const tags = last === null ? ["a", "b"] : ["b", "c"];
        answer(response, 200, JSON.stringify({ tags }), last === null ? link : {});
      },
    });
    expect(await client().tags("a/b")).toEqual(["a", "b", "c"]);
  });

  it.each([
    ["null", { tags: null }, []],
    ["none", { tags: [] }, []],
  ])("can be %s", async (_what, said, tags) => {
    registry.handle = (_request, response) => {
      answer(response, 200, JSON.stringify(said));
    };
    expect(await client().tags("a/b")).toEqual(tags);
  });

  it.each<[string, unknown, Record<string, string>, string]>([
    ["are no list", { tags: [1] }, {}, "is no list of tags"],
    [
      "lead elsewhere",
      { tags: [] },
      { link: `<http://x.example/v2>; rel="next"` },
      "another place",
    ],
    [
      "never end",
      { tags: ["a"] },
      { link: `</v2/a/b/tags/list>; rel=next` },
      "more than 100 pages",
    ],
  ])("that %s are refused", async (_what, said, headers, why) => {
    registry.handle = (_request, response) => {
      answer(response, 200, JSON.stringify(said), headers);
    };
    await expect(client().tags("a/b")).rejects.toThrow(why);
    expect(registry.heard.length).toBeLessThan(102);
  });
});
