import { withPrograms } from "../accounting";
import type { Story } from "../story";
import { owner, pullToken } from "./names";

const files = "-f compose.yaml -f compose.lock.yaml";
const pull = `docker compose ${files} pull`;
const up = `docker compose ${files} up -d`;
const byVariables = "docker compose --env-file images.env up -d";
const writeLock = "npx pulumi-ghcr outputs ../deployment compose";
const here = { words: { "../deployment": "." } };
const logIn = "docker login ghcr.io --username ACCOUNT --password-stdin < token.txt";

/** docs/compose.md: from the stack's file to the next version and back, with git. */
export function compose({ newcomer, ledger }: Story): void {
  const image = (): string => `${newcomer.address}/${owner}/my-app`;
  const environment = () => ({ DOCKER_CONFIG: newcomer.pathBeside("docker", "server") });
  const link = (name: string): void => {
    newcomer.write("compose.yaml", `services:\n  my-app:\n    image: ${name}\n`);
  };
  const running = (): string | undefined => newcomer.daemon.containers.at(-1)?.image;
  const locked = (): string => /image: (\S+)/.exec(newcomer.read("compose.lock.yaml"))?.[1] ?? "";
  const commit = (file: string) =>
    newcomer.type(
      `git init --quiet; git add -f ${file} && git -c user.name=a -c user.email=a@b commit -qm a`,
    );

  test("compose.lock.yaml pins what was pushed by its digest", async () => {
    await newcomer.run(writeLock, here);
    expect(locked()).toMatch(new RegExp(`^${image()}:v1\\.0\\.0@sha256:[0-9a-f]{64}$`));
    expect(await commit("compose.lock.yaml")).toMatchObject({ code: 0 });
    link("example.org/my-app");
  });

  withPrograms(ledger, ["docker"], [logIn], () => {
    test("the server logs in with a token that can only pull", async () => {
      newcomer.createDockerConfig("server");
      newcomer.write("token.txt", pullToken);
      await newcomer.run("chmod 600", { more: "token.txt" });
      const { output } = await newcomer.run(logIn, { environment: environment() });
      expect(output).toContain("Login Succeeded");
    });
  });

  withPrograms(
    ledger,
    ["compose"],
    [`docker compose ${files} config --images`, pull, up, "docker compose up -d", byVariables],
    () => {
      test("Compose pulls and runs what was pushed", async () => {
        // Without the docker command, the login is missing.
        newcomer.createDockerConfig("server", pullToken);
        const { stdout } = await newcomer.run(`docker compose ${files} config --images`);
        expect(stdout.trim()).toBe(locked());
        await newcomer.run(pull, { environment: environment() });
        expect(newcomer.daemon.pulled.at(-1)).toBe(locked().replace(":v1.0.0@", "@"));
        await newcomer.run(up, { environment: environment() });
        expect(newcomer.daemon.containers.at(-1)).toMatchObject({
          ...{ image: locked(), isStarted: true },
        });
        await newcomer.run("docker compose up -d", {
          environment: { ...environment(), COMPOSE_FILE: "compose.yaml:compose.lock.yaml" },
        });
      });
    },
  );

  test("the next version has another digest, which git shows", async () => {
    newcomer.write("../my-app/Dockerfile", "FROM scratch\nCOPY Dockerfile /again\n");
    const dryRun = await newcomer.run("npx pulumi-ghcr push --bump minor --dry-run");
    newcomer.expectShown("dry run", dryRun.stdout);
    const { output } = await newcomer.run("npx pulumi-ghcr push v1.1.0");
    expect(output).toContain("All done: v1.1.0");
    await newcomer.run(writeLock, here);
    const { stdout } = await newcomer.run("git diff compose.lock.yaml");
    expect(stdout).toMatch(/^-.*:v1\.0\.0@sha256:/m);
    expect(stdout).toMatch(/^\+.*:v1\.1\.0@sha256:/m);
    expect(await commit("compose.lock.yaml")).toMatchObject({ code: 0 });
  });

  test("git restores the previous version", async () => {
    await newcomer.run("git checkout HEAD~1 -- compose.lock.yaml");
    expect(locked()).toContain(":v1.0.0@");
  });

  test("images.env is a file of variables", async () => {
    await newcomer.run("npx pulumi-ghcr outputs ../deployment dotenv", here);
    expect(newcomer.read("images.env")).toMatch(/^IMAGE_MY_APP=/m);
  });

  const explain = "npx pulumi-ghcr explain pull.log";
  const withVariables = [up, byVariables, `${pull} > pull.log 2>&1`, explain];
  withPrograms(ledger, ["compose"], withVariables, () => {
    test("Compose runs the image from the file and from variables", async () => {
      await newcomer.run(up, { environment: environment() });
      expect(running()).toBe(locked());
      link("${IMAGE_MY_APP:?}");
      await newcomer.run(byVariables, { environment: environment() });
      expect(running()).toMatch(/:v1\.1\.0@sha256:/);
    });

    test("a server without a login gets an error, which explain recognizes", async () => {
      link("example.org/my-app");
      await newcomer.run(`${pull} > pull.log 2>&1`, {
        environment: { DOCKER_CONFIG: newcomer.createDockerConfig("nobody") },
        code: 1,
      });
      const { output } = await newcomer.run(explain, {
        more: `--registry ${newcomer.address}`,
      });
      expect(output).toContain("(ghcr-unauthorized)");
    });
  });
}
