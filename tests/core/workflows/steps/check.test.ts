import { tokenKind } from "../../../../core/tokens/token";
import { abilityOnRegistry } from "../../../../core/tokens/abilities";
import { tokenFacts } from "../../../../core/tokens/facts";
import { SEED_MEMBER } from "../../../../sandbox/seed";
import { askGithub } from "../../../sandbox/world";
import { Job, type Annotation, type StepResult } from "./runner";
import { withSteps } from "./tools";
import { answer, StepWorld, WORKFLOW_TOKEN } from "./world";

const owner = "f1bonacci66";
const images = [{ name: "v7/backend" }, { name: "v7/web" }];
const tags = { "v7/backend": ["v1.0.0", "latest"], "v7/web": ["latest"] };

withSteps(() => {
  let world: StepWorld;
  let job: Job;

  beforeAll(async () => {
    world = await StepWorld.open();
  });
  afterAll(() => world.close());
  beforeEach(() => {
    world.rest();
    job = new Job({
      ...world.inputs,
      IMAGES: JSON.stringify(images),
      TAGS: JSON.stringify(tags),
    });
  });
  afterEach(() => {
    job.close();
  });

  const titles = ({ annotations }: StepResult): readonly string[] =>
    annotations.map(({ level, title }) => `${level}: ${title}`);
  const pushes = (): readonly string[] =>
    world.requests().filter((request) => request.includes("/blobs/uploads"));

  test("accepts a good token, and creates no package", async () => {
    const ran = await job.run("check");
    expect(ran).toMatchObject({ code: 0, annotations: [], errors: "" });
    expect(ran.log).toEqual([
      "Scopes: ok: read:packages, write:packages",
      `Push permission: ok: ${world.address}/${owner}/v7/backend`,
      `Push permission: ok: ${world.address}/${owner}/v7/web`,
    ]);
    expect(pushes()).toEqual([
      `POST /v2/${owner}/v7/backend/blobs/uploads/ 202`,
      `DELETE /v2/${owner}/v7/backend/blobs/uploads/an-upload 405`,
      `POST /v2/${owner}/v7/web/blobs/uploads/ 202`,
      `DELETE /v2/${owner}/v7/web/blobs/uploads/an-upload 405`,
    ]);
    expect(world.store.world.packages).toEqual([]);
  });

  test("accepts a workflow's token, and does not send it to GitHub", async () => {
    const ran = await job.run("check", { TOKEN: "" });
    expect(ran).toMatchObject({ code: 0, annotations: [] });
    expect(ran.log).toHaveLength(2);
    expect(world.requests().filter((request) => request.includes("/user"))).toEqual([]);
  });

  test("converts the owner and the names to lower case", async () => {
    const ran = await job.run("check", {
      OWNER: "F1BONACCI66",
      IMAGES: '[{"name": "V7/Web"}]',
      TAGS: "",
    });
    expect(ran).toMatchObject({ code: 0, annotations: [] });
    expect(ran.log.at(-1)).toBe(`Push permission: ok: ${world.address}/${owner}/v7/web`);
  });

  describe("rejects a token by GitHub's answer", () => {
    test.each<[string, Parameters<StepWorld["addToken"]>, string]>([
      [
        "that is fine-grained",
        ["github_pat_sandboxFineGrained0000", { kind: "fine-grained", scopes: null }],
        "GHCR_TOKEN is fine-grained",
      ],
      [
        "without read:packages",
        ["ghp_sandboxWithoutReading00000", { scopes: ["write:packages"] }],
        "GHCR_TOKEN may not push",
      ],
      [
        "without write:packages",
        ["ghp_sandboxWithoutWriting00000", { scopes: ["read:packages", "repo"] }],
        "GHCR_TOKEN may not push",
      ],
      ["without scopes", ["ghp_sandboxWithoutScopes000000", {}], "GHCR_TOKEN may not push"],
      [
        "of the gh command without scopes",
        ["gho_sandboxWithoutScopes000000", { kind: "oauth", scopes: ["repo"] }],
        "GHCR_TOKEN may not push",
      ],
      [
        "that has expired",
        ["ghp_sandboxExpired000000000000", { expiresAt: "2021-09-03T02:34:04Z" }],
        "GHCR_TOKEN is unknown to GitHub",
      ],
      [
        "that is revoked",
        ["ghp_sandboxRevoked", { revoked: true }],
        "GHCR_TOKEN is unknown to GitHub",
      ],
      ["that only refreshes", ["ghr_sandboxRefresh", { revoked: true }], "GHCR_TOKEN may not push"],
    ])("%s", async (_what, [token, facts], title) => {
      world.addToken(token, facts);
      const ran = await job.run("check", { TOKEN: token });
      expect(ran.code).toBe(1);
      expect(titles(ran)).toEqual([`error: ${title}`]);
      expect(pushes()).toEqual([]);

      // The same text as in the program's own checks.
      const { status, headers, body } = await askGithub(`http://${world.address}`, "GET", "/user", {
        token,
      });
      const user = { status, headers: Object.fromEntries(headers), body };
      const known = tokenFacts(tokenKind(token), user, new Date());
      const { can, reason, fix } = abilityOnRegistry(known, "push");
      expect(can).toBe("no");
      expect(ran.annotations[0]?.text.toLowerCase()).toBe(
        `${reason.replace(/[.]?$/, ".")}\nfix: ${fix.join(" ")}`.toLowerCase(),
      );
    });
  });

  test("reports a token that will expire soon", async () => {
    const expiresAt = new Date(Date.now() + 5 * 24 * 60 * 60 * 1000).toISOString();
    const scopes = ["read:packages", "write:packages"];
    const TOKEN = world.addToken("ghp_sandboxSoon0000", { scopes, expiresAt });
    const ran = await job.run("check", { TOKEN });
    expect(ran.code).toBe(0);
    expect(titles(ran)).toEqual(["warning: GHCR_TOKEN expires soon"]);
  });

  test("checks the token at the registry if GitHub does not respond", async () => {
    const match = { kind: "github", path: "/user" } as const;
    world.fault({ match, times: "all", fault: answer(502, "bad gateway") });
    const TOKEN = world.addToken("ghp_sandboxBehindGateway", { scopes: ["read:packages"] });
    const ran = await job.run("check", { TOKEN });
    expect(ran.code).toBe(1);
    expect(titles(ran)).toEqual([
      "warning: GHCR_TOKEN: unknown",
      `error: A push to ${world.address}/${owner}/v7/backend with GHCR_TOKEN is refused`,
      `error: A push to ${world.address}/${owner}/v7/web with GHCR_TOKEN is refused`,
    ]);
    expect(ran.annotations[1]?.text).toContain("does not match expected scopes");
  });

  test("reports a rejected login once, not for each image", async () => {
    const match = { kind: "github", path: "/user" } as const;
    world.fault({ match, times: "all", fault: answer(404, "no such page") });
    const ran = await job.run("check", { TOKEN: "an-unknown-token" });
    expect(titles(ran)).toEqual([
      "warning: GHCR_TOKEN: unknown",
      `error: The login to ${world.address} with GHCR_TOKEN is refused`,
    ]);
  });

  describe("a workflow's own token", () => {
    const refusal = async (facts: object, image: string): Promise<Annotation> => {
      world.addToken("ghs_sandboxRefused", { kind: "actions", scopes: null, ...facts });
      const inputs = { TOKEN: "", WORKFLOW_TOKEN: "ghs_sandboxRefused" };
      const ran = await job.run("check", { ...inputs, IMAGES: JSON.stringify([{ name: image }]) });
      expect(ran.code).toBe(1);
      expect(titles(ran)).toEqual([
        `error: A push to ${world.address}/${owner}/${image} with GITHUB_TOKEN is refused`,
      ]);
      return ran.annotations[0] ?? { level: "error", title: "", text: "" };
    };
    const repositoryFacts = (): object => ({
      repositoryId: world.store.world.tokens.find(({ token }) => token === WORKFLOW_TOKEN)
        ?.repositoryId,
    });

    test("is rejected without packages: write", async () => {
      const { text } = await refusal(
        { ...repositoryFacts(), permissions: { packages: "read" } },
        "v7/web",
      );
      expect(text).toContain("installation not allowed to Create organization package");
      expect(text).toContain("permissions: packages: write");
    });

    test("is rejected by a package that somebody pushed by hand", async () => {
      await world.pushIndex(`${owner}/by-hand`, ["linux/amd64"], ["latest"]);
      const { text } = await refusal(
        { ...repositoryFacts(), permissions: { packages: "write" } },
        "by-hand",
      );
      expect(text).toContain("permission_denied: write_package");
      expect(text).toContain(
        `role Write: https://github.com/users/${owner}/packages/container/by-hand/settings`,
      );
    });
  });

  test("reports all problems at once", async () => {
    const TOKEN = world.addToken("ghp_sandboxStranger", {
      owner: SEED_MEMBER,
      scopes: ["read:packages", "write:packages"],
    });
    const ran = await job.run("check", {
      TOKEN,
      IMAGES: '[{"name": "v7/web"}, {"name": "v7//web"}, {"name": "web."}]',
      TAGS: '{"v7/web": ["-latest", "a b", "latest"], "x": [""]}',
    });
    expect(ran.code).toBe(1);
    expect(titles(ran)).toEqual([
      "error: v7/web: '-latest' is not a tag",
      "error: v7/web: 'a b' is not a tag",
      "error: x: '' is not a tag",
      "error: 'v7//web' is not a package name",
      "error: 'web.' is not a package name",
      `error: A push to ${world.address}/${owner}/v7/web with GHCR_TOKEN is refused`,
    ]);
    expect(ran.annotations.at(-1)?.text).toContain("create_package");
  });

  test("rejects a name that is too long with its registry", async () => {
    const ran = await job.run("check", { IMAGES: JSON.stringify([{ name: "a".repeat(250) }]) });
    expect(ran.code).toBe(1);
    expect(ran.annotations[0]?.text).toContain("have more than 255 characters");
  });

  test("checks no permissions on a pull request, which does not push", async () => {
    const ran = await job.run("check", {
      GITHUB_EVENT_NAME: "pull_request",
      TOKEN: "",
      WORKFLOW_TOKEN: "ghs_sandboxOfAFork",
    });
    expect(ran).toMatchObject({ code: 0, annotations: [] });
    expect(world.requests()).toEqual([]);
  });

  test("retries after a 429", async () => {
    const match = { method: "POST", path: "/v2/**" } as const;
    world.fault({ match, times: 3, fault: answer(429, "slow down") });
    const ran = await job.run("check");
    expect(ran).toMatchObject({ code: 0, annotations: [], waits: [2, 4, 8] });
  });

  test("reports unknown and continues if the registry stays busy", async () => {
    const match = { method: "POST", path: "/v2/**" } as const;
    world.fault({ match, times: "all", fault: answer(429, "slow down") });
    const ran = await job.run("check");
    expect(ran.code).toBe(0);
    expect(titles(ran)).toEqual([
      `warning: A push to ${world.address}/${owner}/v7/backend with GHCR_TOKEN: unknown`,
      `warning: A push to ${world.address}/${owner}/v7/web with GHCR_TOKEN: unknown`,
    ]);
  });
});
