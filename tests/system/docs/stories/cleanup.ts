import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { ADMINISTRATOR_TOKEN, PUBLISHER_TOKEN, SEED_OWNER } from "../../../../sandbox";
import { withPrograms } from "../accounts";
import { settingsIn } from "../pages";
import type { Story } from "../story";
import { configure } from "./account";
import { owner } from "./names";

const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8);

/** docs/images.md, docs/mirrors.md, docs/repositories.md, docs/settings.md: a stack's later life. */
export function cleanup({ newcomer, ledger }: Story): void {
  test("the modes of files are as git has them", async () => {
    const folder = join(newcomer.folder, "modes");
    mkdirSync(folder, { mode: 0o777 });
    writeFileSync(join(folder, "a"), "");
    chmodSync(join(folder, "a"), 0o666);
    chmodSync(folder, 0o777);
    await newcomer.run("chmod -R u=rwX,go=rX FOLDER", { words: { FOLDER: "../modes" } });
    expect([modeOf(folder), modeOf(join(folder, "a"))]).toEqual(["755", "644"]);
    await newcomer.run("umask 022", { more: "&& mkdir ../modes/made" });
    expect(modeOf(join(folder, "made"))).toBe("755");
  });

  test("an image is pushed once more", async () => {
    const { stdout } = await newcomer.type("pulumi stack export");
    const { deployment } = JSON.parse(stdout) as { deployment: { resources: { urn: string }[] } };
    const urn = deployment.resources.find(({ urn: each }) => each.includes("docker-build:"))?.urn;
    const { output } = await newcomer.run("pulumi up --replace URN", {
      words: { URN: `'${urn ?? "none"}'` },
    });
    expect(output).toMatch(/\+-1 replaced/);
  });

  test("external changes are detected and reverted", async () => {
    const { output } = await newcomer.run("pulumi refresh && pulumi up");
    expect(output).toMatch(/unchanged/);
    await newcomer.run("pulumi up --refresh");
    const { output: shown } = await newcomer.run("pulumi refresh && pulumi preview --diff");
    expect(shown).toMatch(/unchanged/);
  });

  test("secrets come by the standard input", async () => {
    const { name, value } = { name: "dockerHub", value: "example-password" };
    await newcomer.run(`pulumi config set --secret ghcr:secret-${name}`, { input: value });
    await newcomer.run("pulumi config set --secret ghcr:secret-npm", { input: value });
    expect(newcomer.read("Pulumi.prod.yaml")).not.toContain(value);
  });

  test("a mirror is looked at before and after it is copied", async () => {
    const from = `${newcomer.address}/${owner}/my-app:latest`;
    const login = { username: SEED_OWNER, password: "dockerHub" };
    await newcomer.type("pulumi config set --secret ghcr:secret-dockerHub", {
      input: PUBLISHER_TOKEN,
    });
    configure(newcomer, { "ghcr:mirrors": { mirrored: { from, login } } });
    const { output } = await newcomer.run("npx pulumi-ghcr mirrors --check", { code: 1 });
    expect(output).toContain("not copied");
    await newcomer.run("pulumi up");
    const { output: current } = await newcomer.run("npx pulumi-ghcr mirrors --check");
    expect(current).toContain("mirrored");
  });

  test("a plugin is installed, here from a file, for nothing is downloaded", async () => {
    const file = join(newcomer.folder, "pulumi-resource-docker");
    writeFileSync(file, "#!/bin/sh\n", { mode: 0o755 });
    const environment = { PULUMI_HOME: join(newcomer.folder, "pulumi-home") };
    for (const line of ["docker 5.2.0", "…"]) {
      await newcomer.run(`pulumi plugin install resource ${line}`, {
        words: { "…": "docker 5.2.0" },
        more: `--file '${file}'`,
        environment,
      });
    }
    const { stdout } = await newcomer.type("pulumi plugin ls", { environment });
    expect(stdout).toMatch(/^docker +resource +5\.2\.0 /m);
  });

  test("the state's folder is shown once", async () => {
    const environment = { PULUMI_HOME: join(newcomer.folder, "pulumi-home") };
    const { output } = await newcomer.run("pulumi login", { environment });
    expect(output).toMatch(/^Logged in to .* \(file:\/\//m);
    const { output: local } = await newcomer.run("pulumi login --local", {
      environment: { ...environment, PULUMI_BACKEND_URL: undefined },
    });
    expect(local).toMatch(/^Logged in to .* \(file:\/\/~\)/m);
  });

  test("a workflow is printed from the settings that its page shows", async () => {
    const prod = (settings: string): void => {
      const config = { "ghcr:owner": "hellocplusplus0", ...(parse(settings) as object) };
      writeFileSync(join(clone, "Pulumi.prod.yaml"), JSON.stringify({ config }));
    };
    const clone = newcomer.anotherClone("workflow");
    const options = { folder: clone, words: { "OWNER/NAME": "hellocplusplus0/v7" } };
    prod(settingsIn("docs/workflow.md", "v7/backend: backend"));
    const { stdout } = await newcomer.run(
      "npx pulumi-ghcr workflow hellocplusplus0/v7 --stack prod",
      options,
    );
    expect(stdout).toMatch(/^# Publishes the images of hellocplusplus0\/v7 to /);
    const redirected = "npx pulumi-ghcr workflow OWNER/NAME --stack prod > publish.yml";
    await newcomer.run(redirected, options);
    expect(readFileSync(join(clone, "publish.yml"), "utf8")).toBe(stdout);
    prod(settingsIn("docs/stackWorkflow.md", "repository: infrastructure"));
    const itself = "npx pulumi-ghcr workflow --stack-itself --stack prod";
    expect((await newcomer.run(itself, options)).stdout).toContain("\nname: Stack prod\n");
  });

  const byGh = [
    "gh secret set PULUMI_CONFIG_PASSPHRASE --repo YOUR-NAME/infrastructure",
    "gh secret set NAME --app dependabot",
  ] as const;
  withPrograms(ledger, ["gh"], byGh, () => {
    test("the stack's secrets are put into its repository", async () => {
      await newcomer.makeRepository("infrastructure", ADMINISTRATOR_TOKEN);
      // In the clone of the stack's repository, as its origin tells.
      const folder = newcomer.beside("infrastructure");
      const origin = `https://github.com/${SEED_OWNER}/infrastructure.git`;
      await newcomer.type(`git init -q ${folder} && git -C ${folder} remote add origin ${origin}`);
      const environment = { GH_TOKEN: ADMINISTRATOR_TOKEN };
      const [passphrase, dependabot] = byGh;
      await newcomer.run(passphrase, { input: "example passphrase", environment });
      const words = { NAME: "EXAMPLE" };
      await newcomer.run(dependabot, { input: "example value", environment, folder, words });
      const place = `${SEED_OWNER}/infrastructure`;
      expect([
        await newcomer.opened(`secrets/${place}/PULUMI_CONFIG_PASSPHRASE`),
        await newcomer.opened(`dependabot-secrets/${place}/EXAMPLE`),
      ]).toEqual(["example passphrase", "example value"]);
    });
  });
}
