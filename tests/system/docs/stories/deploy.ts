import { mkdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { PUBLISHER_TOKEN, SEED_OWNER } from "../../../../sandbox";
import { withPrograms } from "../accounts";
import type { Story } from "../story";
import { owner } from "./account";

const pullToken = "ghp_newcomerPull0000000000000000000000000000";

/** docs/deploy.md, of a stack that is published: each output as a file that a program takes. */
export function deploy({ newcomer, ledger }: Story): void {
  const image = (): string => `${newcomer.address}/${owner}/my-app`;
  const pinned = (): RegExp => new RegExp(`${image()}:latest@sha256:[0-9a-f]{64}`);

  const login = (): string => join(newcomer.folder, "login");

  test("each output is a file", async () => {
    await newcomer.run("pulumi stack output compose > compose.lock.yaml");
    await newcomer.run("pulumi stack output dotenv > images.env");
    await newcomer.run("pulumi stack output bake > docker-bake.json");
    await newcomer.run("pulumi stack output lock > images.lock.json");
    for (const file of ["compose.lock.yaml", "images.env", "images.lock.json"]) {
      expect(newcomer.read(file)).toMatch(pinned());
    }
    const { stdout } = await newcomer.run("pulumi stack output NAME", { words: { NAME: "lock" } });
    expect(stdout).toBe(newcomer.read("images.lock.json"));
  });

  withPrograms(ledger, ["jq"], [lockLine], () => {
    test("a program reads the lock", async () => {
      const { stdout } = await newcomer.run(lockLine, { words: { "v7/backend": "my-app" } });
      expect(stdout.trim()).toMatch(pinned());
    });
  });

  test("Kustomize takes its file as a component", async () => {
    await newcomer.run(
      "mkdir -p images && pulumi stack output kustomization > images/kustomization.yaml",
    );
    const { kind, images } = parse(newcomer.read("images/kustomization.yaml")) as {
      kind: string;
      images: readonly { name: string }[];
    };
    expect([kind, images.map(({ name }) => name)]).toEqual(["Component", [image()]]);
  });

  withPrograms(ledger, ["buildx"], ["docker buildx bake", "docker buildx ls"], () => {
    test("bake builds the same, and pushes it", async () => {
      const { stdout } = await newcomer.run("docker buildx ls");
      expect(stdout).toMatch(/^NAME\/NODE +DRIVER\/ENDPOINT/);
      const { output } = await newcomer.run("docker buildx bake", {
        environment: { DOCKER_CONFIG: newcomer.dockerConfig("bake", PUBLISHER_TOKEN) },
        // The page tells of it: the context is outside of the folder.
        more: "--allow fs.read=..",
      });
      expect(output).toContain(`pushing manifest for ${image()}:latest`);
    });
  });

  test("a token that only reads is kept, and its login is a file that nobody else reads", async () => {
    await newcomer.control("POST", "tokens", {
      ...{ token: pullToken, kind: "classic", owner: SEED_OWNER, scopes: ["read:packages"] },
    });
    await newcomer.run("pulumi config set --secret ghcr:pullToken", { input: pullToken });
    await newcomer.run("pulumi config set ghcr:pullUsername ACCOUNT");
    await newcomer.run("pulumi up");
    await newcomer.run("pulumi stack output dockerconfigjson --show-secrets > config.json");
    expect(auths(newcomer.read("config.json"))).toEqual([newcomer.address]);
    mkdirSync(login());
    await newcomer.run(privateFile, { words: { FOLDER: "../login" } });
    const file = join(login(), "config.json");
    expect(auths(readFileSync(file, "utf8"))).toEqual([newcomer.address]);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const { stdout } = await newcomer.run("pulumi stack output login");
    expect(stdout).toContain(`docker login ${newcomer.address}`);
    expect(stdout).not.toContain(pullToken);
  });

  withPrograms(ledger, ["kubectl"], [kubernetesSecret], () => {
    test("a Kubernetes pull secret, as the cluster would be sent it", async () => {
      const { stdout } = await newcomer.run(kubernetesSecret, {
        words: { FOLDER: "../login" },
        more: "--dry-run=client --output yaml",
      });
      const { type, data } = parse(stdout) as { type: string; data: Record<string, string> };
      expect(type).toBe("kubernetes.io/dockerconfigjson");
      const config = Buffer.from(data[".dockerconfigjson"] ?? "", "base64").toString();
      expect(auths(config)).toEqual([newcomer.address]);
    });
  });

  const composed = [
    "docker compose -f compose.yaml -f compose.lock.yaml up -d",
    "docker compose --env-file images.env up -d",
  ] as const;
  withPrograms(ledger, ["compose"], composed, () => {
    test.each([
      [composed[0], "example.org/my-app:latest"],
      [composed[1], "${IMAGE_MY_APP:?}"],
    ])("%s: what was pushed is what runs", async (line, written) => {
      newcomer.write("compose.yaml", `services:\n  my-app:\n    image: ${written}\n`);
      const { daemon } = newcomer;
      await newcomer.run(line, {
        environment: {
          DOCKER_CONFIG: login(),
          COMPOSE_PROJECT_NAME: `p${daemon.containers.length}`,
        },
      });
      const [, reference = ""] = /=(.*)$/m.exec(newcomer.read("images.env")) ?? [];
      expect(daemon.containers.at(-1)).toMatchObject({ image: reference, isStarted: true });
      expect(daemon.pulled).toContain(reference.replace(":latest@", "@"));
    });
  });

  withPrograms(ledger, ["docker"], ["docker --config FOLDER pull …"], () => {
    test("the file is a login, with which the image is pulled and not pushed", async () => {
      const { daemon } = newcomer;
      const words = { FOLDER: "../login", "…": `${image()}:latest` };
      await newcomer.run("docker --config FOLDER pull …", { words });
      expect(daemon.pulled).toContain(`${image()}:latest`);
      const push = `docker --config ../login push ${image()}:latest`;
      expect(await newcomer.type(push)).toMatchObject({
        code: 1,
        output: expect.stringContaining("denied: ") as string,
      });
    });
  });
}

const lockLine = "jq -r '.images[\"v7/backend\"].pinned' images.lock.json";
const privateFile =
  "(umask 077; pulumi stack output dockerconfigjson --show-secrets > FOLDER/config.json)";
const kubernetesSecret =
  "kubectl create secret generic ghcr --type kubernetes.io/dockerconfigjson --from-file .dockerconfigjson=FOLDER/config.json";

/** The registries that a docker configuration logs in to. */
function auths(config: string): readonly string[] {
  const { auths: all } = JSON.parse(config) as { auths: object };
  return Object.keys(all);
}
