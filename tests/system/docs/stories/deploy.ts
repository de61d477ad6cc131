import { statSync } from "node:fs";
import { PUBLISHER_TOKEN } from "../../../../sandbox";
import { withPrograms } from "../accounting";
import type { Story } from "../story";
import { owner, pullToken } from "./names";

/** docs/deploy.md: each output of a published stack as a file for another program. */
export function deploy({ newcomer, ledger }: Story): void {
  const image = (): string => `${newcomer.address}/${owner}/my-app`;
  const pinned = (): RegExp => new RegExp(`${image()}:v1\\.0\\.0@sha256:[0-9a-f]{64}`);

  test("all files are written into a folder, as the page shows", async () => {
    const { stdout } = await newcomer.run("npx pulumi-ghcr outputs ../deployment");
    newcomer.expectShown("outputs", stdout);
  });

  test("a file can be written alone, and is an output of the stack", async () => {
    await newcomer.run("npx pulumi-ghcr outputs . bake");
    expect(newcomer.read("docker-bake.json")).toBe(newcomer.read("../deployment/docker-bake.json"));
    const lock = newcomer.read("../deployment/images.lock.json");
    expect(lock).toMatch(pinned());
    const { stdout } = await newcomer.run("npx pulumi stack output NAME", {
      words: { NAME: "__lock" },
    });
    expect(stdout).toBe(lock);
  });

  withPrograms(ledger, ["jq"], [lockLine], () => {
    test("jq reads the lock file", async () => {
      const { stdout } = await newcomer.run(lockLine, { words: { "v7/backend": "my-app" } });
      expect(stdout.trim()).toMatch(pinned());
    });
  });

  withPrograms(ledger, ["buildx"], ["docker buildx bake", "docker buildx ls"], () => {
    test("Bake builds and pushes the image", async () => {
      const { stdout } = await newcomer.run("docker buildx ls");
      expect(stdout).toMatch(/^NAME\/NODE +DRIVER\/ENDPOINT/);
      const { output } = await newcomer.run("docker buildx bake", {
        environment: { DOCKER_CONFIG: newcomer.createDockerConfig("bake", PUBLISHER_TOKEN) },
        // The page mentions this flag: the context is outside of the folder.
        more: "--allow fs.read=..",
      });
      expect(output).toContain(`pushing manifest for ${image()}:latest`);
    });
  });

  test("the login with the pull token is a private file", async () => {
    await newcomer.run(privateFile);
    expect(listRegistries(newcomer.read("config.json"))).toEqual([newcomer.address]);
    expect(statSync(newcomer.path("config.json")).mode & 0o777).toBe(0o600);
    const { stdout } = await newcomer.run("npx pulumi stack output login");
    expect(stdout).toContain(`docker login ${newcomer.address}`);
    expect(stdout).not.toContain(pullToken);
  });

  withPrograms(ledger, ["docker"], ["docker --config FOLDER pull …"], () => {
    test("Docker can pull with the login file, but not push", async () => {
      const { daemon } = newcomer;
      const words = { FOLDER: ".", "…": `${image()}:latest` };
      await newcomer.run("docker --config FOLDER pull …", { words });
      expect(daemon.pulled).toContain(`${image()}:latest`);
      const push = `docker --config . push ${image()}:latest`;
      expect(await newcomer.type(push)).toMatchObject({
        code: 1,
        output: expect.stringContaining("denied: ") as string,
      });
    });
  });
}

const lockLine = "jq -r '.images[\"v7/backend\"].pinned' ../deployment/images.lock.json";
const privateFile =
  "(umask 077; npx pulumi stack output dockerconfigjson --show-secrets > config.json)";

/** The registries in a Docker configuration. */
function listRegistries(config: string): readonly string[] {
  const { auths: all } = JSON.parse(config) as { auths: object };
  return Object.keys(all);
}
