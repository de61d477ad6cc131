import { withPrograms } from "../accounting";
import type { Story } from "../story";
import { owner, pullToken } from "./names";

const run =
  'docker run --detach --name backend --restart unless-stopped --publish 8080:8080 "$IMAGE_V7_BACKEND"';
const pull = 'docker pull "$IMAGE_V7_BACKEND"';
const inspect = "docker inspect --format '{{.Config.Image}}' backend";

const lines = [
  ...[pull, run, inspect, "docker stop backend", "docker rename backend backend-before"],
  ...["docker rm backend-before", "docker rm --force backend"],
  ...["docker rename backend-before backend", "docker start backend", `${pull} > pull.log 2>&1`],
];

/** docs/docker.md: one container, its next version, and back. */
export function docker({ newcomer, ledger }: Story): void {
  const read = async (): Promise<string> => {
    const { stdout } = await newcomer.run(". ./images.env", {
      more: '&& printf %s "$IMAGE_MY_APP"',
    });
    return stdout;
  };

  test("a shell reads the file of variables, which the story of docs/compose.md wrote", async () => {
    expect(await read()).toMatch(
      new RegExp(`^${newcomer.address}/${owner}/my-app:v1\\.1\\.0@sha256:[0-9a-f]{64}$`),
    );
  });

  withPrograms(ledger, ["docker"], lines, () => {
    test("one container is started, replaced and restored", async () => {
      const DOCKER_CONFIG = newcomer.createDockerConfig("plain", pullToken);
      const environment = { DOCKER_CONFIG, IMAGE_V7_BACKEND: await read() };
      const type = (line: string) => newcomer.run(line, { environment });
      const named = () =>
        newcomer.daemon.containers
          .filter(({ name }) => name.startsWith("backend"))
          .map(({ name, isStarted }) => `${name} ${isStarted ? "runs" : "rests"}`);
      await type(pull);
      await type(run);
      expect((await type(inspect)).stdout.trim()).toBe(environment.IMAGE_V7_BACKEND);
      await type("docker stop backend");
      await type("docker rename backend backend-before");
      await type(run);
      expect(named()).toEqual(["backend-before rests", "backend runs"]);
      await type("docker rm --force backend");
      await type("docker rename backend-before backend");
      await type("docker start backend");
      expect(named()).toEqual(["backend runs"]);
      await type("docker stop backend");
      await type("docker rename backend backend-before");
      await type(run);
      await type("docker rm backend-before");
      expect(named()).toEqual(["backend runs"]);
      const nobody = { ...environment, DOCKER_CONFIG: newcomer.createDockerConfig("nobody") };
      await newcomer.run(`${pull} > pull.log 2>&1`, { environment: nobody, code: 1 });
      expect(newcomer.read("pull.log")).toMatch(/denied|unauthorized/);
    });
  });
}
