import { findOnPath } from "../../../../core/process/child";
import { PUBLISHER_TOKEN } from "../../../../sandbox/seed";
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
      ...{ IMAGE: image(), DIGEST: digest, TAGS: tags("v1.0.0", "latest") },
      ...{ PLATFORMS: platforms.join(","), WITH: "GHCR_TOKEN", GITHUB_RUN_ATTEMPT: "3" },
      NO_PROXY: "localhost",
    });
    job.place("docker", inspectScript());
  });
  afterEach(() => {
    job.close();
  });

  const image = (): string => `${world.address}/${path}`;
  const tags = (...list: string[]): string => list.map((tag) => `${image()}:${tag}`).join();
  const verify = (inputs: Record<string, string> = {}): Promise<StepResult> =>
    job.publish(["verify", "visibility", "summary"], { VISIBILITY: "", ...inputs });
  const setVisibility = (visibility: "public" | "private"): void => {
    for (const one of world.store.world.packages) one.visibility = visibility;
  };
  const texts = ({ annotations }: StepResult): readonly string[] =>
    annotations.map(({ level, text }) => `${level}: ${text}`);

  /**
   * `docker buildx imagetools inspect`, which prints a manifest from the registry as it is, with a login
   * unless the configuration is another one. A system test runs the real one.
   */
  function inspectScript(): string {
    const curl = `${findOnPath("curl") ?? ""} --silent --show-error --fail-with-body`;
    const login = Buffer.from(`any:${PUBLISHER_TOKEN}`).toString("base64");
    return `for reference do :; done
rest=\${reference#*/}
case $rest in
  *@*) name=\${rest%%@*} version=\${rest#*@} ;;
  *) name=\${rest%:*} version=\${rest##*:} ;;
esac
token=${login}
if [ -n "$DOCKER_CONFIG" ]; then
  token=$(${curl} "http://${world.address}/token?service=s&scope=repository:$name:pull" | jq -r .token)
fi
exec ${curl} --header "Authorization: Bearer $token" "http://${world.address}/v2/$name/manifests/$version"`;
  }

  test("reads the digest, each tag and each platform, and writes the summary", async () => {
    const ran = await verify();
    expect(ran).toMatchObject({ code: 0, annotations: [], errors: "", waits: [] });
    expect(ran.log).toEqual([
      `Push verified: ${image()}@${digest}, tags v1.0.0,latest, platforms linux/amd64,linux/arm64`,
    ]);
    const read = world.requests().filter((request) => request.includes("/manifests/"));
    // The last request is the one without a login.
    expect(read.map((request) => request.replace(/^GET \S+\/|sha256:\S+/g, ""))).toEqual([
      ...["v1.0.0 200", "latest 200", " 200", " 200", " 200"],
      ...["401"].map((status) => ` ${status}`),
    ]);
    expect(ran.summary.split("\n")).toEqual([
      ...[`### ${image()}`, "", "| Tags | Platforms | Size | Public | Authentication |"],
      "| --- | --- | --- | --- | --- |",
      "| v1.0.0,latest | linux/amd64,linux/arm64 | 0 MB | no | GHCR_TOKEN |",
      "",
      `- \`docker pull ${image()}:v1.0.0@${digest}\``,
      `- \`image: ${image()}:v1.0.0@${digest}\``,
      "",
    ]);
  });

  test("adds the sizes of all layers and configurations", async () => {
    const big = { schemaVersion: 2, config: { size: 100 }, layers: [{ size: 3e6 }, { size: 4e6 }] };
    const part = {
      digest: await world.push(path, big),
      platform: { os: "linux", architecture: "s" },
    };
    const index = await world.push(path, { schemaVersion: 2, manifests: [part] }, ["big"]);
    const { summary } = await verify({ DIGEST: index, TAGS: tags("big"), PLATFORMS: "linux/s" });
    expect(summary).toContain("| 7 MB |");
  });

  test("fails after retries if the digest is missing", async () => {
    const ran = await verify({ DIGEST: absent, TAGS: tags() });
    expect(ran).toMatchObject({ code: 1, waits: [2, 4, 8, 16, 0], summary: "" });
    expect(texts(ran)).toEqual([
      expect.stringMatching(
        `^error: ${image()}@${absent} could not be read back as ${absent}. .*404`,
      ) as string,
    ]);
  });

  test("accepts what appears after a moment", async () => {
    const match = { path: `/v2/${path}/manifests/**` } as const;
    world.fault({ match, times: 2, fault: answer(404, "not yet") });
    expect(await verify()).toMatchObject({ code: 0, annotations: [], waits: [2, 4] });
  });

  test("fails if a tag is missing or points to another digest", async () => {
    await world.pushIndex(path, ["linux/amd64"], ["moved"]);
    const ran = await verify({ TAGS: tags("latest", "moved", "never-pushed") });
    expect(ran.code).toBe(1);
    expect(texts(ran).map((text) => text.split(" as ")[0])).toEqual([
      `error: ${image()}:moved could not be read back`,
      `error: ${image()}:never-pushed could not be read back`,
    ]);
  });

  test("fails if a platform is missing", async () => {
    const ran = await verify({ PLATFORMS: "linux/amd64,linux/arm/v7,linux/arm64/v8" });
    expect(ran.code).toBe(1);
    expect(texts(ran)).toEqual([`error: ${image()}: the platform linux/arm/v7 is missing`]);
  });

  test("treats arm64 and arm64/v8 as the same", async () => {
    const other = await world.pushIndex(path, ["linux/arm64/v8", "linux/amd64"], ["v8"]);
    expect(await verify({ DIGEST: other, TAGS: tags("v8") })).toMatchObject({
      code: 0,
      annotations: [],
    });
  });

  test("fails if an image of the index is missing", async () => {
    const manifests = [{ digest: absent, platform: { os: "linux", architecture: "amd64" } }];
    const broken = await world.push(path, { schemaVersion: 2, manifests }, ["broken"]);
    const ran = await verify({ DIGEST: broken, TAGS: tags("broken"), PLATFORMS: "linux/amd64" });
    expect(ran.code).toBe(1);
    expect(texts(ran).map((text) => text.split(" as ")[0])).toEqual([
      `error: ${image()}@${absent} could not be read back`,
    ]);
  });

  test("fails if the content does not match the digest", async () => {
    const match = { path: `/v2/${path}/manifests/sha256:*` } as const;
    world.fault({ match, times: "all", fault: answer(200, "<html>") });
    const ran = await verify();
    expect(ran.code).toBe(1);
    expect(texts(ran)).toEqual([
      `error: ${image()}@${digest} could not be read back as ${digest}. `,
    ]);
  });

  test.each<["public" | "private", string, string, string]>([
    ["public", "public", "", "yes"],
    ["private", "private", "", "no"],
    ["private", "public", "is not public", "no"],
    ["public", "private", "is public", "yes"],
    ["public", "internal", "is public", "yes"],
  ])("a %s package if the settings require %s: '%s'", async (actual, required, text, isPublic) => {
    setVisibility(actual);
    try {
      const ran = await verify({ VISIBILITY: required });
      expect(ran.code).toBe(0);
      const expected = text === "" ? [] : [`warning: ${image()} ${text}`];
      expect(texts(ran).map((each) => each.split(", ")[0])).toEqual(expected);
      expect(ran.summary).toContain(` MB | ${isPublic} |`);
    } finally {
      setVisibility("private");
    }
  });

  test("does not know whether a package is public if the registry does not answer", async () => {
    // The requests with a login: for each tag, the index and each platform.
    world.fault({ match: { kind: "registry" }, nth: 6, times: "all", fault: answer(503, "busy") });
    expect((await verify()).summary).toContain(" MB | unknown |");
  });
});
