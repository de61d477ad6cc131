import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { Job, type StepResult } from "./runner";
import { withSteps } from "./tools";
import { answer, StepWorld } from "./world";

const path = "f1bonacci66/v7/web";
const platforms = ["linux/amd64", "linux/arm64"];
const unknown = "unknown/unknown";
const absent = `sha256:${"0".repeat(64)}`;

withSteps(() => {
  let world: StepWorld;
  let job: Job;
  let digest: string;

  beforeAll(async () => {
    world = await StepWorld.open();
    digest = await world.pushIndex(path, [...platforms, unknown], ["v1.0.0", "latest"]);
  });
  afterAll(() => world.close());
  beforeEach(() => {
    world.rest();
    job = new Job({
      ...world.inputs,
      // Capitals as github.repository has them.
      IMAGE: `${world.address}/F1bonacci66/v7/web`,
      DIGEST: digest,
      ...{ NAME: "v7/web", TAGS: tags("v1.0.0", "latest") },
      PLATFORMS: platforms.join(","),
      GITHUB_RUN_ATTEMPT: "3",
      STARTED: String(Math.floor(Date.now() / 1000) - 100),
    });
    mkdirSync(job.file("digests"));
    // In the order of their digests, which is not that of the platforms.
    keep("0", { platform: "linux/arm64", attempt: 1, seconds: 72 });
    keep("1", { platform: "linux/amd64", attempt: 1, seconds: 5 });
    keep("2", { platform: "linux/amd64", attempt: 2, seconds: 61 });
  });
  afterEach(() => {
    job.close();
  });

  /** The output of the step that fills the rules, for all images. */
  const tags = (...list: string[]): string => JSON.stringify({ "v7/web": list, "v7/x": ["edge"] });
  const readBack = (inputs: Record<string, string> = {}): Promise<StepResult> =>
    job.run("readBack", {
      ...{ RESULT: job.file("result.json"), DIGESTS: job.file("digests") },
      ...inputs,
    });
  const keep = (digit: string, kept: object): void => {
    writeFileSync(job.file(`digests/${digit}.json`), JSON.stringify(kept));
  };
  const result = (): unknown => JSON.parse(readFileSync(job.file("result.json"), "utf8"));
  const setVisibility = (visibility: "public" | "private"): void => {
    for (const one of world.store.world.packages) one.visibility = visibility;
  };
  const image = (): string => `${world.address}/${path}`;

  test("reads the digest, each tag and each platform, and reports the result", async () => {
    const ran = await readBack();
    expect(ran).toMatchObject({ code: 0, annotations: [], errors: "", waits: [] });
    expect(ran.log).toEqual([
      `Push verified: ${image()}@${digest}, tags v1.0.0 latest, platforms linux/amd64 linux/arm64`,
    ]);
    expect(result()).toEqual({
      image: image(),
      digest,
      tags: ["v1.0.0", "latest"],
      platforms,
      bytes: 2000,
      isPublic: false,
      builds: [
        { platform: "linux/amd64", seconds: 61 },
        { platform: "linux/arm64", seconds: 72 },
      ],
      seconds: expect.any(Number) as number,
      attempt: 3,
    });
    expect((result() as { seconds: number }).seconds).toBeGreaterThanOrEqual(100);
  });

  test("fails after retries if the digest is missing", async () => {
    const ran = await readBack({ DIGEST: absent });
    expect(ran).toMatchObject({ code: 1, waits: [2, 4] });
    expect(ran.annotations).toEqual([
      {
        level: "error",
        title: `${image()}@${absent} could not be read back`,
        text: expect.stringMatching(
          /^manifest_unknown: manifest unknown\nCause: The package exists, .*\nFix: Check the package's versions: https:/,
        ) as string,
      },
    ]);
    expect(existsSync(job.file("result.json"))).toBe(false);
  });

  test("accepts what appears after a moment", async () => {
    const match = { path: `/v2/${path}/manifests/**` } as const;
    world.fault({ match, times: 2, fault: answer(404, "not yet") });
    expect(await readBack()).toMatchObject({ code: 0, annotations: [], waits: [2, 4] });
  });

  test("fails if a tag is missing or points to another digest", async () => {
    const other = await world.pushIndex(path, ["linux/amd64"], ["moved"]);
    const ran = await readBack({ TAGS: tags("latest", "moved", "never-pushed") });
    expect(ran.code).toBe(1);
    expect(ran.annotations.map(({ title }) => title)).toEqual([
      `${image()}:moved points to another digest`,
      `${image()}:never-pushed could not be read back`,
    ]);
    expect(ran.annotations[0]?.text).toContain(`It points to ${other}, but ${digest} was pushed.`);
  });

  test("fails if a platform is missing", async () => {
    const ran = await readBack({ PLATFORMS: "linux/amd64,linux/arm/v7,linux/arm64/v8" });
    expect(ran.code).toBe(1);
    expect(ran.annotations).toMatchObject([{ title: `${image()}: linux/arm/v7 is missing` }]);
  });

  test("treats arm64 and arm64/v8 as the same", async () => {
    const other = await world.pushIndex(path, ["linux/arm64/v8", "linux/amd64"], ["v8"]);
    const ran = await readBack({ DIGEST: other, TAGS: tags("v8") });
    expect(ran).toMatchObject({ code: 0, annotations: [] });
  });

  test("fails if an image of the index is missing", async () => {
    const manifests = [{ digest: absent, platform: { os: "linux", architecture: "amd64" } }];
    const broken = await world.push(path, { schemaVersion: 2, manifests }, ["broken"]);
    const ran = await readBack({ DIGEST: broken, TAGS: tags("broken"), PLATFORMS: "linux/amd64" });
    expect(ran.code).toBe(1);
    expect(ran.annotations).toMatchObject([
      { title: `${image()}@${absent} (linux/amd64) could not be read back` },
    ]);
  });

  test("fails if the content does not match the digest", async () => {
    const match = { path: `/v2/${path}/manifests/sha256:*` } as const;
    world.fault({ match, fault: answer(200, "<html>") });
    const ran = await readBack();
    expect(ran.code).toBe(1);
    expect(ran.annotations).toMatchObject([
      { title: `${image()}@${digest} does not match its digest` },
    ]);
  });

  test("retries after a 429 and a reset", async () => {
    const match = { path: `/v2/${path}/manifests/**` } as const;
    world.fault({ match, times: 2, fault: answer(429, "slow", { "retry-after": "3600" }) });
    expect(await readBack()).toMatchObject({ code: 0, annotations: [], waits: [60, 60] });
    world.fault({ match, times: 1, fault: { type: "reset", carriedOut: false } });
    expect(await readBack()).toMatchObject({ code: 0, annotations: [], waits: [2] });
  });

  test("fails if the registry stays busy, because nothing is verified", async () => {
    world.fault({ match: { path: "/v2/**" }, times: "all", fault: answer(503, "busy") });
    const ran = await readBack();
    expect(ran.code).toBe(1);
    expect(ran.annotations[0]?.text).toContain("busy");
  });

  test.each<["public" | "private", string, string, boolean]>([
    ["public", "public", "", true],
    ["private", "private", "", false],
    ["private", "public", "is not public", false],
    ["public", "private", "is public", true],
    ["public", "internal", "is public", true],
  ])("a %s package if the settings require %s: '%s'", async (actual, required, title, isPublic) => {
    setVisibility(actual);
    try {
      const ran = await readBack({ VISIBILITY: required });
      expect(ran.code).toBe(0);
      const titles = title === "" ? [] : [`${image()} ${title}`];
      expect(ran.annotations.map(({ title }) => title)).toEqual(titles);
      expect(result()).toMatchObject({ isPublic });
    } finally {
      setVisibility("private");
    }
  });
});
