import { parse, stringify } from "yaml";
import { ADMINISTRATOR_TOKEN, PUBLISHER_TOKEN, SEED_OWNER } from "../../../../sandbox";
import { withPrograms } from "../accounting";
import { findSettings } from "../pages";
import type { Story } from "../story";
import { noRead, owner } from "./names";
import { createPulumiHome } from "./user";

/** docs/init.md: the manual setup, and the failed preflight that README shows. */
export function account({ newcomer, ledger }: Story): void {
  const creating = [
    "docker buildx create --use",
    "docker buildx create --use --driver docker-container",
    "docker buildx create --name NAME --driver docker-container",
  ] as const;
  withPrograms(ledger, ["buildx"], creating, () => {
    test.each(creating)("creates a builder other than the built-in one: %s", async (line) => {
      const environment = { DOCKER_CONFIG: newcomer.createDockerConfig("builder") };
      const { stdout } = await newcomer.run(line, { environment, words: { NAME: "own" } });
      const { stdout: all } = await newcomer.type("docker buildx ls", { environment });
      expect(all).toMatch(new RegExp(`^${stdout.trim()}\\*? +docker-container`, "m"));
    });
  });

  test("Pulumi stores the stack on this machine", async () => {
    const { output } = await newcomer.run("npx pulumi login --local", {
      environment: {
        HOME: newcomer.pathBeside("by-hand"),
        PULUMI_HOME: createPulumiHome(newcomer, "by-hand", ".pulumi"),
        PULUMI_BACKEND_URL: undefined,
      },
    });
    expect(output).toContain("(file://~)");
  });

  test("the stack stores its tokens encrypted", async () => {
    await newcomer.run("npx pulumi stack init prod");
    await newcomer.run("npx pulumi config set --secret github:token", {
      input: ADMINISTRATOR_TOKEN,
    });
    await newcomer.run("npx pulumi config set --secret ghcr:token", { input: noRead });
    const settings = newcomer.read("Pulumi.prod.yaml");
    expect(settings).toMatch(/^config:$/m);
    for (const token of [ADMINISTRATOR_TOKEN, noRead]) expect(settings).not.toContain(token);
  });

  test("a token without a required scope stops the preview, as the page shows", async () => {
    const expiresAt = new Date(Date.now() + 80 * 24 * 3600 * 1000).toISOString();
    await newcomer.createToken(noRead, ["write:packages"], { expiresAt });
    newcomer.write("../my-app/Dockerfile", "FROM scratch\nCOPY Dockerfile /\n");
    configure(newcomer, readShownSettings());
    const { output } = await newcomer.run("npx pulumi preview", { code: 1 });
    newcomer.expectShown("preflight", output);
  });

  test("the update publishes, and the outputs show it", async () => {
    newcomer.write("token.txt", `${PUBLISHER_TOKEN}\n`);
    await newcomer.run("npx pulumi config set --secret ghcr:token < token.txt");
    const set = "npx pulumi config set --secret ghcr:token && npx pulumi up";
    const { output } = await newcomer.run(set, { input: PUBLISHER_TOKEN });
    expect(output).toMatch(/\+ \d+ created/);
    const { stdout } = await newcomer.run("npx pulumi stack output images");
    expect(stdout).toContain(`${newcomer.address}/${owner}/my-app:latest@sha256:`);
  });

  test("doctor checks each token that the stack has stored, as the page shows", async () => {
    const { output } = await newcomer.run("npx pulumi-ghcr doctor --stack prod");
    newcomer.expectShown("doctor stack", output);
  });
}

/** The settings on the page, without create: init has created the repository before. */
function readShownSettings(): object {
  const page = findSettings("docs/init.md", "ghcr:owner: YOUR-NAME").replace(
    "YOUR-NAME",
    SEED_OWNER,
  );
  const create = /^ +create: empty .*\n/m;
  expect(page).toMatch(create);
  return (parse(page.replace(create, "")) as { readonly config: object }).config;
}

/** Writes settings into the stack's file. */
export function configure(newcomer: Story["newcomer"], settings: object): void {
  const stack = parse(newcomer.read("Pulumi.prod.yaml")) as { config: object };
  newcomer.write(
    "Pulumi.prod.yaml",
    stringify({ ...stack, config: { ...stack.config, ...settings } }),
  );
}
