import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { PUBLISHER_TOKEN, SEED_OWNER } from "../../../../sandbox/seed";
import { Job } from "./runner";
import { withSteps } from "./tools";
import { answer, StepWorld, WORKFLOW_TOKEN } from "./world";

const noReading = "ghp_sandboxWithoutReading000000000000000000000";

withSteps(() => {
  let world: StepWorld;
  let job: Job;

  beforeAll(async () => {
    world = await StepWorld.open();
    world.addToken(noReading, { scopes: ["write:packages"] });
  });
  afterAll(() => world.close());
  beforeEach(() => {
    world.rest();
    job = new Job(world.inputs);
  });
  afterEach(() => {
    job.close();
  });

  const configuration = (): unknown =>
    JSON.parse(readFileSync(job.file("home/.docker/config.json"), "utf8"));
  const auth = (token: string): string => Buffer.from(`${SEED_OWNER}:${token}`).toString("base64");

  test("logs in with the secret if there is one", async () => {
    const ran = await job.run("authenticate");
    expect(ran).toMatchObject({ code: 0, annotations: [], errors: "" });
    expect(ran.log).toEqual(["Authentication: GHCR_TOKEN", `Registry login: ok: ${world.address}`]);
    expect(ran.masks).toEqual(expect.arrayContaining([PUBLISHER_TOKEN, auth(PUBLISHER_TOKEN)]));
    expect(ran.outputs).toEqual({ with: "GHCR_TOKEN", username: SEED_OWNER });
    expect(ran.environment).toEqual({});
    expect(configuration()).toEqual({
      auths: { [world.address]: { auth: auth(PUBLISHER_TOKEN) } },
    });
    expect(statSync(job.file("home/.docker/config.json")).mode & 0o777).toBe(0o600);
  });

  test("keeps what docker's file holds", async () => {
    mkdirSync(job.file("docker"));
    const current = { auths: { "docker.io": { auth: "an" } }, currentContext: "builder" };
    writeFileSync(job.file("docker/config.json"), JSON.stringify(current));
    await job.run("authenticate", { DOCKER_CONFIG: job.file("docker") });
    expect(JSON.parse(readFileSync(job.file("docker/config.json"), "utf8"))).toEqual({
      ...current,
      auths: { ...current.auths, [world.address]: { auth: auth(PUBLISHER_TOKEN) } },
    });
  });

  test.each<[string, Record<string, string>, string]>([
    [
      "there is none",
      { TOKEN: "" },
      "Authentication: GITHUB_TOKEN, because the secret GHCR_TOKEN is missing or blank",
    ],
    [
      "it is blank",
      { TOKEN: " \n\t" },
      "Authentication: GITHUB_TOKEN, because the secret GHCR_TOKEN is missing or blank",
    ],
    [
      "the settings require it",
      { AUTHENTICATION: "workflow-token" },
      "Authentication: GITHUB_TOKEN, as configured in the settings",
    ],
  ])("uses the workflow's token if %s", async (_why, inputs, message) => {
    const ran = await job.run("authenticate", inputs);
    expect(ran).toMatchObject({ code: 0, annotations: [] });
    expect(ran.log[0]).toBe(message);
    expect(ran.outputs.with).toBe("GITHUB_TOKEN");
    expect(configuration()).toEqual({ auths: { [world.address]: { auth: auth(WORKFLOW_TOKEN) } } });
  });

  test("removes a newline around the secret, and reports it", async () => {
    const ran = await job.run("authenticate", { TOKEN: `\r\n${PUBLISHER_TOKEN}\n` });
    expect(ran).toMatchObject({ code: 0, outputs: { with: "GHCR_TOKEN" } });
    expect(ran.annotations).toEqual([
      {
        level: "notice",
        title: "GHCR_TOKEN has a blank or a newline around it",
        text: "The token is used without it.",
      },
    ]);
    expect(configuration()).toEqual({
      auths: { [world.address]: { auth: auth(PUBLISHER_TOKEN) } },
    });
  });

  test.each([
    ["has a blank or a newline inside", `${PUBLISHER_TOKEN}\nghp_sandboxAnother`],
    ["has quotes around it", `"${PUBLISHER_TOKEN}"`],
    ["has a character that no token has", `${PUBLISHER_TOKEN}е`],
    ["has a character that no token has", `${PUBLISHER_TOKEN}\u0007`],
  ])("does not send a secret that %s", async (formatIssue, TOKEN) => {
    const ran = await job.run("authenticate", { TOKEN });
    expect(ran.code).toBe(1);
    expect(ran.annotations).toMatchObject([{ level: "error", title: `GHCR_TOKEN ${formatIssue}` }]);
    expect(world.requests()).toEqual([]);
    expect(ran.masks).toEqual([]);
  });

  test("reports why the registry refuses", async () => {
    const ran = await job.run("authenticate", { TOKEN: noReading });
    expect(ran.code).toBe(1);
    expect(ran.outputs).toEqual({});
    expect(ran.annotations).toEqual([
      {
        level: "error",
        title: `The login to ${world.address} with GHCR_TOKEN is refused`,
        text: expect.stringMatching(
          /^denied: denied\nCause: The token is invalid, [^\n]+\nFix: Create a classic token /,
        ) as string,
      },
    ]);
    // A rejected login would break the pull of public images.
    expect(existsSync(job.file("home/.docker/config.json"))).toBe(false);
  });

  test("retries after a 429, when the registry asks to", async () => {
    const headers = { "retry-after": "7" };
    const body = { errors: [{ code: "TOOMANYREQUESTS", message: "retry-after: 7s" }] };
    const match = { kind: "registry", path: "/token" } as const;
    world.fault({ match, times: 2, fault: answer(429, body, headers) });
    const ran = await job.run("authenticate");
    expect(ran).toMatchObject({ code: 0, annotations: [], waits: [7, 7] });
  });

  test("warns and continues if the registry does not respond", async () => {
    world.fault({ match: { kind: "registry" }, times: "all", fault: answer(503, "busy") });
    const ran = await job.run("authenticate");
    expect(ran).toMatchObject({ code: 0, waits: [2, 4, 8, 16], outputs: { with: "GHCR_TOKEN" } });
    expect(ran.annotations).toMatchObject([
      { level: "warning", title: `The login to ${world.address} with GHCR_TOKEN: unknown` },
    ]);
  });
});
