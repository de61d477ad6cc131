import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { World } from "../../scripts/world";
import { openTestWorld } from "./support/world";
import {
  ADMINISTRATOR_TOKEN,
  ORGANIZATION_TOKEN,
  PUBLISHER_TOKEN,
  SEED_OWNER,
} from "../../sandbox";
import { askGithub } from "../sandbox/world";
import { Job } from "../core/workflows/steps/runner";
import { withSteps } from "../core/workflows/steps/tools";
import { pathOf, runProgram, withClients } from "./sandbox/clients";

const platforms = ["linux/amd64", "linux/arm64"];

withSteps(() => {
  withClients(["docker-buildx"], () => {
    let folder: string;
    let world: World;
    let job: Job;

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), "workflow-steps-"));
      ({ world } = await openTestWorld(join(folder, "world")));
      await askGithub(getOrigin(), "POST", "/user/repos", {
        token: ADMINISTRATOR_TOKEN,
        body: { name: "v7" },
      });
      mkdirSync(join(folder, "context"));
      writeFileSync(join(folder, "context", "Dockerfile"), "FROM scratch\nCOPY Dockerfile /\n");
      await buildPlatforms();
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
        ...{ REGISTRY_URL: `http://${address}`, IMAGES: getImage(), SECRET_NAME: "GHCR_TOKEN" },
        ...{ TOKEN: PUBLISHER_TOKEN, WORKFLOW_TOKEN: "", GITHUB_ACTOR: SEED_OWNER },
        ...{ GITHUB_API_URL: `http://${address}`, GITHUB_REPOSITORY: `${SEED_OWNER}/v7` },
        NO_PROXY: "localhost",
        ...{ IMAGE: getImage(), PLATFORMS: platforms.join(","), TAGS: `${getImage()}:v3.0.0` },
        ...{ GITHUB_SERVER_URL: "https://github.com", GITHUB_REF_TYPE: "tag" },
        ...{ GITHUB_REF_NAME: "v3.0.0", GITHUB_SHA: "0123", GITHUB_RUN_ATTEMPT: "1" },
        WITH: "GHCR_TOKEN",
      });
      // Runs buildx like docker runs its plugin.
      job.place("docker", `shift; exec ${pathOf("docker-buildx")} "$@"`);
      cpSync(getPath("digests"), job.file("temp/digests"), { recursive: true });
      logIn(PUBLISHER_TOKEN);
    });
    afterEach(() => {
      job.close();
    });

    const getPath = (name: string): string => join(folder, name);
    const getOrigin = (): string => `http://${world.sandbox.address}`;
    // A name, or a digest, can contain the number of a status that is retried.
    const getImage = (): string => `${world.sandbox.address}/${SEED_OWNER.toLowerCase()}/v7/web429`;

    /** Writes docker's login, like docker/login-action. */
    function logIn(token: string): void {
      const auth = Buffer.from(`${SEED_OWNER}:${token}`).toString("base64");
      const configFolder = world.environment.DOCKER_CONFIG ?? job.file("home/.docker");
      mkdirSync(configFolder, { recursive: true });
      const file = join(configFolder, "config.json");
      const current = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as object) : {};
      const auths = { [world.sandbox.address]: { auth } };
      writeFileSync(file, JSON.stringify({ ...current, auths }));
    }

    /** Builds each platform separately and pushes it by digest, like docker/build-push-action. */
    async function buildPlatforms(): Promise<void> {
      mkdirSync(getPath("digests"));
      logIn(PUBLISHER_TOKEN);
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
        const kept = { platform, digest, attempt: 1, seconds: 1 };
        const file = `${platform.replace("/", "-")}.json`;
        writeFileSync(join(getPath("digests"), file), JSON.stringify(kept));
      }
    }

    test("a denied push of the index is reported with the registry's message", async () => {
      // It only has read:packages, so its login succeeds.
      logIn(ADMINISTRATOR_TOKEN);
      const ran = await job.publish("index", { TOKEN: ADMINISTRATOR_TOKEN });
      expect(ran).toMatchObject({ code: 1, waits: [] });
      const [{ text } = { text: "" }, ...more] = ran.annotations;
      expect(more).toEqual([]);
      expect(text).toContain(`The index of ${getImage()} could not be pushed: `);
      expect(text).toContain("The token provided does not match expected scopes.");
    });

    test("a pushed image that no longer exists is reported", async () => {
      const RESULT = job.file("result.json");
      expect(await job.publish(["index", "verify", "result"], { RESULT })).toMatchObject({
        ...{ code: 0, annotations: [] },
      });
      const { digest } = JSON.parse(readFileSync(RESULT, "utf8")) as { digest: string };
      const token = ORGANIZATION_TOKEN;
      const path = `/users/${SEED_OWNER}/packages/container/v7%2Fweb429`;
      const deleted = await askGithub(getOrigin(), "DELETE", path, { token });
      expect(deleted.status).toBe(204);
      const ran = await job.publish("verify", { DIGEST: digest });
      expect(ran).toMatchObject({ code: 1, waits: [2, 4, 8, 16, 0] });
      // Docker looks for a digest among the blobs too, and the registry keeps those for a while.
      expect(ran.annotations.map(({ text }) => text.split(" as ")[0])).toEqual([
        `${getImage()}:v3.0.0 could not be read back`,
      ]);
    });
  });
});
