import { PUBLISHER_TOKEN } from "../../../../sandbox/seed";
import { Job, type StepResult } from "./runner";
import { withSteps } from "./tools";
import { answer, StepWorld } from "./world";

const owner = "f1bonacci66";

withSteps(() => {
  let world: StepWorld;
  let job: Job;

  beforeAll(async () => {
    world = await StepWorld.open();
  });
  afterAll(() => world.close());
  beforeEach(() => {
    world.rest();
    job = new Job({ ...world.inputs, IMAGES: imagesOf("v7/backend", "v7/web") });
  });
  afterEach(() => {
    job.close();
  });

  const imagesOf = (...names: readonly string[]): string =>
    names.map((name) => `${world.address}/${owner}/${name}`).join(" ");
  const texts = ({ annotations }: StepResult): readonly string[] =>
    annotations.map(({ level, text }) => `${level}: ${text.split("\n")[0] ?? ""}`);
  const pushes = (): readonly string[] =>
    world.requests().filter((request) => request.includes("/blobs/uploads"));

  test("accepts a good token, and creates no package", async () => {
    const ran = await job.publish("check");
    expect(ran).toMatchObject({ code: 0, annotations: [], errors: "" });
    expect(ran.log).toEqual([
      "Authentication: GHCR_TOKEN",
      `Push permission: ok: ${imagesOf("v7/backend")}`,
      `Push permission: ok: ${imagesOf("v7/web")}`,
    ]);
    expect(ran.outputs).toEqual({ with: "GHCR_TOKEN" });
    expect(ran.masks).toContain(PUBLISHER_TOKEN);
    expect(pushes()).toEqual([
      `POST /v2/${owner}/v7/backend/blobs/uploads/ 202`,
      `POST /v2/${owner}/v7/web/blobs/uploads/ 202`,
    ]);
    expect(world.store.world.packages).toEqual([]);
  });

  test.each([
    ["there is no secret", ""],
    ["it is blank", " \n\t"],
  ])("uses the workflow's token if %s, and does not send it to GitHub", async (_why, TOKEN) => {
    const ran = await job.publish("check", { TOKEN });
    expect(ran).toMatchObject({ code: 0, annotations: [], outputs: { with: "GITHUB_TOKEN" } });
    expect(ran.log[0]).toBe(
      "Authentication: GITHUB_TOKEN, because the secret GHCR_TOKEN is missing or blank",
    );
    expect(world.requests().filter((request) => request.includes("/user"))).toEqual([]);
    expect(pushes()).toHaveLength(2);
  });

  test("removes a newline around the secret, and reports it", async () => {
    const ran = await job.publish("check", { TOKEN: `\r\n${PUBLISHER_TOKEN}\n` });
    expect(ran).toMatchObject({ code: 0, outputs: { with: "GHCR_TOKEN" } });
    expect(texts(ran)).toEqual([
      "notice: GHCR_TOKEN has a blank or a newline around it; the token is used without it",
    ]);
    expect(pushes()).toHaveLength(2);
  });

  test.each([
    ["a newline", `${PUBLISHER_TOKEN}\nghp_sandboxAnother`],
    ["quotes", `"${PUBLISHER_TOKEN}"`],
    ["a foreign letter", `${PUBLISHER_TOKEN}е`],
    ["a control character", `${PUBLISHER_TOKEN}\u0007`],
  ])("does not send a secret with %s", async (_what, TOKEN) => {
    const ran = await job.publish("check", { TOKEN });
    expect(ran.code).toBe(1);
    expect(texts(ran)).toEqual([
      "error: GHCR_TOKEN has a blank, a quote or another character that no token has; copy the token again",
    ]);
    expect(world.requests()).toEqual([]);
  });

  describe("rejects a token by GitHub's answer", () => {
    test.each<[string, Parameters<StepWorld["addToken"]>, readonly string[]]>([
      [
        "that is fine-grained",
        ["github_pat_sandboxFineGrained0000", { kind: "fine-grained", scopes: null }],
        ["is fine-grained"],
      ],
      [
        "without read:packages",
        ["ghp_sandboxWithoutReading00000", { scopes: ["write:packages"] }],
        ["the scope read:packages is missing from"],
      ],
      [
        "without write:packages",
        ["ghp_sandboxWithoutWriting00000", { scopes: ["read:packages", "repo"] }],
        ["the scope write:packages is missing from"],
      ],
      [
        "without scopes",
        ["ghp_sandboxWithoutScopes000000", {}],
        ["the scope read:packages is missing from", "the scope write:packages is missing from"],
      ],
      [
        "that has expired",
        ["ghp_sandboxExpired000000000000", { expiresAt: "2021-09-03T02:34:04Z" }],
        ["GitHub does not recognize GHCR_TOKEN"],
      ],
      [
        "that is revoked",
        ["ghp_sandboxRevoked", { revoked: true }],
        ["GitHub does not recognize GHCR_TOKEN"],
      ],
      [
        "that only refreshes",
        ["ghr_sandboxRefresh", { revoked: true }],
        ["GHCR_TOKEN is a refresh token"],
      ],
    ])("%s", async (_what, [token, facts], problems) => {
      world.addToken(token, facts);
      const ran = await job.publish("check", { TOKEN: token });
      expect(ran.code).toBe(1);
      expect(texts(ran)).toEqual(
        problems.map((problem) => expect.stringContaining(problem) as string),
      );
      const fix = "https://github.com/settings/tokens/new?scopes=read:packages,write:packages";
      for (const { level, text } of ran.annotations) {
        expect([level, text.endsWith(`token: ${fix}`)]).toEqual(["error", true]);
      }
      expect(pushes()).toEqual([]);
    });
  });

  test("reports a token that will expire soon", async () => {
    const expiresAt = new Date(Date.now() + 5 * 24 * 60 * 60 * 1000).toISOString();
    const scopes = ["read:packages", "write:packages"];
    const TOKEN = world.addToken("ghp_sandboxSoon0000", { scopes, expiresAt });
    const ran = await job.publish("check", { TOKEN });
    expect(ran.code).toBe(0);
    expect(texts(ran)).toEqual([
      expect.stringMatching(/^warning: GHCR_TOKEN expires soon, on /) as string,
    ]);
  });

  test("checks the token at the registry if GitHub does not respond", async () => {
    const match = { kind: "github", path: "/user" } as const;
    world.fault({ match, times: "all", fault: answer(502, "bad gateway") });
    const TOKEN = world.addToken("ghp_sandboxBehindGateway", { scopes: ["read:packages"] });
    const ran = await job.publish("check", { TOKEN });
    expect(ran.code).toBe(1);
    const message = "denied: permission_denied: The token provided does not match expected scopes.";
    expect(texts(ran)).toEqual([
      "warning: The scopes of GHCR_TOKEN are unknown: GitHub answered 502",
      `error: GHCR_TOKEN may not push ${imagesOf("v7/backend")}: ${message}`,
      `error: GHCR_TOKEN may not push ${imagesOf("v7/web")}: ${message}`,
    ]);
  });

  test("reports a rejected login once, not for each image", async () => {
    const match = { kind: "github", path: "/user" } as const;
    world.fault({ match, times: "all", fault: answer(404, "no such page") });
    const ran = await job.publish("check", { TOKEN: "an-unknown-token" });
    expect(texts(ran)).toEqual([
      "warning: The scopes of GHCR_TOKEN are unknown: GitHub answered 404",
      `error: GHCR_TOKEN may not push ${imagesOf("v7/backend")}: denied: denied`,
    ]);
    expect(ran.annotations[1]?.text).toMatch(
      /\nCause: The token is invalid, [^\n]+\nFix: Create a classic token /,
    );
  });

  test("retries after a 429", async () => {
    const match = { method: "POST", path: "/v2/**" } as const;
    world.fault({ match, times: 1, fault: answer(429, "slow down", { "retry-after": "1" }) });
    expect(await job.publish("check")).toMatchObject({ code: 0, annotations: [] });
    expect(pushes()).toHaveLength(3);
  });

  test("reports unknown and continues if the registry stays busy", async () => {
    const match = { method: "POST", path: "/v2/**" } as const;
    world.fault({ match, times: "all", fault: answer(429, "slow\ndown") });
    const ran = await job.publish("check");
    expect(ran.code).toBe(0);
    expect(texts(ran)).toEqual(
      ["v7/backend", "v7/web"].map(
        (name) =>
          `warning: Whether GHCR_TOKEN may push ${imagesOf(name)} is unknown: status 429 slow down`,
      ),
    );
  });

  test("reports unknown if the registry cannot be reached", async () => {
    world.fault({
      match: { kind: "registry" },
      times: "all",
      fault: { type: "reset", carriedOut: false },
    });
    const ran = await job.publish("check");
    expect(ran.code).toBe(0);
    expect(texts(ran)).toEqual([
      `warning: Whether GHCR_TOKEN may push ${imagesOf("v7/backend")} is unknown: status 000 `,
    ]);
  });
});
