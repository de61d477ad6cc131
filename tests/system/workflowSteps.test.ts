import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openWorld, type World } from "../../scripts/world";
import { findBuilderInUse } from "../../core/docker/buildx";
import { prepareToolchain } from "../../toolchain";
import {
  ADMINISTRATOR_TOKEN,
  ORGANIZATION_TOKEN,
  PUBLISHER_TOKEN,
  SEED_OWNER,
} from "../../sandbox";
import { askGithub } from "../sandbox/world";
import { Job, type StepResult } from "../core/workflows/steps/runner";
import { withSteps } from "../core/workflows/steps/tools";
import { pathOf, runProgram, withClients } from "./sandbox/clients";

const platforms = ["linux/amd64", "linux/arm64"];
const repositoryPage = `https://github.com/${SEED_OWNER}/v7`;

withSteps(() => {
  withClients(["docker-buildx"], () => {
    let folder: string;
    let world: World;
    let job: Job;

    beforeAll(async () => {
      const listener = {
        onCost: () => undefined,
        onProgress: () => undefined,
        onWait: () => undefined,
      };
      const candidate = await findBuilderInUse();
      const toolchain = await prepareToolchain(listener, { builder: candidate === undefined });
      folder = mkdtempSync(join(tmpdir(), "workflow-steps-"));
      world = await openWorld({ directory: join(folder, "world"), toolchain, candidate });
      await askGithub(getOrigin(), "POST", "/user/repos", {
        token: ADMINISTRATOR_TOKEN,
        body: { name: "v7" },
      });
      mkdirSync(join(folder, "context"));
      writeFileSync(join(folder, "context", "Dockerfile"), "FROM scratch\nCOPY Dockerfile /\n");
    });
    afterAll(async () => {
      await world.stop();
      rmSync(folder, { recursive: true, force: true });
    });
    beforeEach(() => {
      const { address } = world.sandbox;
      const environment = Object.entries(world.environment).filter(
        ([, value]) => value !== undefined,
      );
      job = new Job({
        ...(Object.fromEntries(environment) as Record<string, string>),
        ...{ REGISTRY: address, OWNER: SEED_OWNER, SECRET_NAME: "GHCR_TOKEN" },
        ...{ TOKEN: PUBLISHER_TOKEN, WORKFLOW_TOKEN: "", AUTHENTICATION: "token" },
        ...{ GITHUB_API_URL: `http://${address}`, GITHUB_REPOSITORY: `${SEED_OWNER}/v7` },
        NO_PROXY: "localhost",
        ...{ IMAGES: JSON.stringify([{ name: "v7/web", tags: ["{{tag}}", "latest"] }]) },
        ...{ IMAGE: `${address}/${SEED_OWNER}/v7/web`, NAME: "v7/web" },
        ...{ SOURCE: repositoryPage, REVISION: "0123" },
        ...{ VERSION: "v1.0.0", COMMIT: "0123", BRANCH: "", PLATFORMS: platforms.join(",") },
        ...{ DIGESTS: getPath("digests"), VISIBILITY: "private" },
        ...{ STARTED: "0", ATTEMPT: "1", GITHUB_RUN_ATTEMPT: "1" },
      });
      // Runs buildx like docker runs its plugin.
      job.place("docker", `shift; exec ${pathOf("docker-buildx")} "$@"`);
    });
    afterEach(() => {
      job.close();
    });

    const getPath = (name: string): string => join(folder, name);
    const getOrigin = (): string => `http://${world.sandbox.address}`;
    const getImage = (): string => `${world.sandbox.address}/${SEED_OWNER.toLowerCase()}/v7/web`;

    /** Builds each platform separately and pushes it by digest, like docker/build-push-action. */
    async function buildPlatforms(): Promise<void> {
      expect(await job.run("authenticate")).toMatchObject({ code: 0, annotations: [] });
      rmSync(getPath("digests"), { recursive: true, force: true });
      for (const platform of platforms) {
        const metadata = getPath("metadata.json");
        const output = `type=image,name=${getImage()},push-by-digest=true,name-canonical=true,push=true`;
        const args = ["build", "--platform", platform, "--output", output];
        args.push("--metadata-file", metadata, "--provenance=mode=max", getPath("context"));
        const environment = world.environment as Record<string, string>;
        await runProgram(world, pathOf("docker-buildx"), args, { cwd: folder, environment });
        const metadataContent = JSON.parse(readFileSync(metadata, "utf8")) as Record<
          string,
          string
        >;
        const digest = metadataContent["containerimage.digest"] ?? "";
        const kept = await job.run("keepDigest", { DIGEST: digest, PLATFORM: platform });
        expect(kept).toMatchObject({ code: 0, annotations: [] });
      }
    }

    test("the steps publish an image of two platforms, and the log ends with a summary", async () => {
      const output: string[] = [];
      const runStep = async (
        name: string,
        inputs: Record<string, string> = {},
      ): Promise<StepResult> => {
        const ran = await job.run(name, inputs);
        expect(ran).toMatchObject({ code: 0, annotations: [] });
        output.push(...ran.log);
        return ran;
      };
      const { outputs: login } = await runStep("authenticate");
      const { outputs: filled } = await runStep("tags");
      await runStep("check", { TAGS: filled.tags ?? "" });
      await buildPlatforms();
      const tags = (JSON.parse(filled.tags ?? "") as Record<string, string[]>)["v7/web"] ?? [];
      const { outputs: index } = await runStep("index", { TAGS: filled.tags ?? "" });
      const { digest = "" } = index;
      mkdirSync(job.file("results"));
      const RESULT = job.file("results/v7-web.json");
      await runStep("readBack", { TAGS: filled.tags ?? "", DIGEST: digest, RESULT });
      await runStep("report", { RESULTS: job.file("results"), WITH: login.with ?? "" });

      expect(output.slice(-6)).toEqual([
        "Authentication: GHCR_TOKEN",
        "Registry login: ok",
        "Push permission: ok",
        `Image: ${getImage()}: v1.0.0, latest (linux/amd64, linux/arm64)`,
        `Push verified: ${getImage()}@${digest}`,
        "All done: 1 image published",
      ]);
      expect(JSON.parse(readFileSync(RESULT, "utf8"))).toMatchObject({ digest, tags, platforms });
      const path = `/users/${SEED_OWNER}/packages/container/v7%2Fweb`;
      const { body } = await askGithub(getOrigin(), "GET", path, { token: PUBLISHER_TOKEN });
      expect(body).toMatchObject({
        visibility: "private",
        repository: { full_name: `${SEED_OWNER}/v7` },
      });
    });

    test("a denied push of the index is reported with its cause and fix", async () => {
      const inputs = { TOKEN: ADMINISTRATOR_TOKEN, TAGS: '{"v7/web": ["v2.0.0"]}' };
      await buildPlatforms();
      // It only has read:packages, so its login succeeds.
      expect(await job.run("authenticate", inputs)).toMatchObject({ code: 0, annotations: [] });
      const ran = await job.run("index", inputs);
      expect(ran).toMatchObject({ code: 1, waits: [], outputs: {} });
      const [{ title, text } = { title: "", text: "" }, ...more] = ran.annotations;
      expect(more).toEqual([]);
      expect(title).toBe(`The index of ${getImage()} could not be pushed`);
      expect(text).toContain("The token provided does not match expected scopes.");
      expect(text).toContain("\nCause: The token is valid, but it lacks write:packages or is a ");
    });

    test("a pushed image that no longer exists is reported", async () => {
      await buildPlatforms();
      const TAGS = '{"v7/web": ["v3.0.0"]}';
      const index = await job.run("index", { TAGS });
      expect(index).toMatchObject({ code: 0, annotations: [] });
      const { digest = "" } = index.outputs;
      const token = ORGANIZATION_TOKEN;
      const path = `/users/${SEED_OWNER}/packages/container/v7%2Fweb`;
      const deleted = await askGithub(getOrigin(), "DELETE", path, { token });
      expect(deleted.status).toBe(204);
      const RESULT = job.file("result.json");
      const ran = await job.run("readBack", { TAGS, DIGEST: digest, RESULT });
      expect(ran).toMatchObject({ code: 1, waits: [2, 4], annotations: [{}], errors: "" });
      const titles = ran.annotations.map(({ title }) => title);
      expect(titles).toEqual([`${getImage()}@${digest} could not be read back`]);
    });
  });
});
