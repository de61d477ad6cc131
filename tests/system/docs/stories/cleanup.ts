import { chmodSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { ADMINISTRATOR_TOKEN, PUBLISHER_TOKEN, SEED_OWNER } from "../../../../sandbox";
import { markAsRunElsewhere, withPrograms } from "../accounting";
import { findSettings } from "../pages";
import type { Story } from "../story";
import { configure } from "./account";
import { owner } from "./names";
import { createPulumiHome } from "./user";

const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8);

/** docs/images.md, docs/mirrors.md, docs/repositories.md, docs/settings.md: the maintenance of a stack. */
export function cleanup({ newcomer, ledger }: Story): void {
  const mirror = "npx pulumi-ghcr init --mirror docker.io/library/postgres:alpine";
  markAsRunElsewhere(ledger, mirror, [
    { file: "tests/system/init.test.ts", texts: ['["--mirror", from, '] },
  ]);

  test("the commands set file modes as git has them", async () => {
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

  // In a small program: tests/system/passes.test.ts and others refresh this one.
  test("Pulumi accepts the commands that refresh and compare", async () => {
    const folder = newcomer.pathBeside("small");
    const runtime = { name: "nodejs", options: { typescript: false } };
    newcomer.write("../small/Pulumi.yaml", stringify({ name: "small", runtime }));
    newcomer.write("../small/package.json", "{}");
    newcomer.write("../small/index.js", "");
    symlinkSync(newcomer.path("node_modules"), join(folder, "node_modules"));
    await newcomer.type("pulumi stack init small", { folder });
    await newcomer.run("npx pulumi refresh && npx pulumi up", { folder });
    await newcomer.run("npx pulumi up --refresh", { folder });
    await newcomer.run("npx pulumi preview --refresh", { folder });
    const { output } = await newcomer.run("npx pulumi refresh && npx pulumi preview --diff", {
      folder,
    });
    expect(output).toMatch(/unchanged/);
  });

  test("secrets can be set from the standard input", async () => {
    for (const name of ["dockerHub", "npm"]) {
      await newcomer.run(`npx pulumi config set --secret ghcr:secret-${name}`, {
        input: PUBLISHER_TOKEN,
      });
    }
    expect(newcomer.read("Pulumi.prod.yaml")).not.toContain(PUBLISHER_TOKEN);
  });

  test("the mirrors command reports a mirror that is not copied, and the status after the copy that it is current", async () => {
    const from = `${newcomer.address}/${owner}/my-app:latest`;
    const login = { username: SEED_OWNER, password: "dockerHub" };
    configure(newcomer, { "ghcr:mirrors": { mirrored: { from, login } } });
    const { output } = await newcomer.run("npx pulumi-ghcr mirrors --check", { code: 1 });
    expect(output).toContain("not copied");
    // The same update pushes an image again, as the page's fix for a moved tag.
    const { output: updated } = await newcomer.run("npx pulumi up --replace URN", {
      words: { URN: `'${await findImage()}'` },
      // It pushes the published version again.
      environment: { GHCR_RELEASES: "movable" },
    });
    expect(updated).toMatch(/\+-1 replaced/);
    const { output: status } = await newcomer.run("npx pulumi-ghcr status");
    expect(status).toMatch(
      /\n {2}my-app +v1\.1\.0 +[0-9a-f]{12} +(?:\S.* ago|just now) +private\n/,
    );
    expect(status).toMatch(/\nMirrors\n {2}current {2}\S+\/mirrored:latest\n/);
    expect(status).toMatch(/\n {2}ghcr:token +never expires\n {2}github:token +never expires\n/);
    const { output: drift } = await newcomer.run("npx pulumi-ghcr status --drift --check");
    expect(drift).toMatch(/visibility +tags\n.* current\n/);
  });

  /** The URN of the stack's image. */
  async function findImage(): Promise<string> {
    const { stdout } = await newcomer.type("pulumi stack export");
    const { deployment } = JSON.parse(stdout) as { deployment: { resources: { urn: string }[] } };
    const found = deployment.resources.find(({ urn }) =>
      urn.includes("docker-build:index:Image::"),
    );
    return found?.urn ?? "none";
  }

  test("a plugin is installed, here from a file, because there is no network", async () => {
    const file = join(newcomer.folder, "pulumi-resource-docker");
    writeFileSync(file, "#!/bin/sh\n", { mode: 0o755 });
    const environment = { PULUMI_HOME: createPulumiHome(newcomer, "plugins-home") };
    for (const line of ["docker 5.2.0", "…"]) {
      await newcomer.run(`npx pulumi plugin install resource ${line}`, {
        words: { "…": "docker 5.2.0" },
        more: `--file '${file}'`,
        environment,
      });
    }
    const { stdout } = await newcomer.type("pulumi plugin ls", { environment });
    expect(stdout).toMatch(/^docker +resource +5\.2\.0 /m);
  });

  test("pulumi login shows where the state is stored", async () => {
    const environment = { PULUMI_HOME: createPulumiHome(newcomer, "login-home") };
    const { output } = await newcomer.run("npx pulumi login", { environment });
    expect(output).toMatch(/^Logged in to .* \(file:\/\//m);
  });

  test("the workflow command prints the workflow for the settings on the page", async () => {
    const prod = (settings: string): void => {
      const config = { "ghcr:owner": "hellocplusplus0", ...(parse(settings) as object) };
      writeFileSync(join(clone, "Pulumi.prod.yaml"), JSON.stringify({ config }));
    };
    const clone = newcomer.createAnotherClone("workflow");
    const options = { folder: clone, words: { "OWNER/NAME": "hellocplusplus0/v7" } };
    prod(findSettings("docs/workflow.md", "v7/backend: backend"));
    const { stdout } = await newcomer.run(
      "npx pulumi-ghcr workflow hellocplusplus0/v7 --stack prod",
      options,
    );
    expect(stdout).toMatch(/^# Publishes the images of hellocplusplus0\/v7 to /);
    const redirected = "npx pulumi-ghcr workflow OWNER/NAME --stack prod > publish.yml";
    await newcomer.run(redirected, options);
    expect(readFileSync(join(clone, "publish.yml"), "utf8")).toBe(stdout);
    prod(findSettings("docs/stackWorkflow.md", "repository: infrastructure"));
    const itself = "npx pulumi-ghcr workflow --stack-itself --stack prod";
    expect((await newcomer.run(itself, options)).stdout).toContain("\nname: Stack prod\n");
  });

  const byGh = [
    "gh secret set PULUMI_CONFIG_PASSPHRASE --repo YOUR-NAME/infrastructure",
    "gh secret set NAME --app dependabot",
  ] as const;
  withPrograms(ledger, ["gh"], byGh, () => {
    test("gh stores the stack's secrets in its repository", async () => {
      await newcomer.createRepository("infrastructure", ADMINISTRATOR_TOKEN);
      // In a clone of the stack's repository: gh reads its origin.
      const folder = newcomer.pathBeside("infrastructure");
      const origin = `https://github.com/${SEED_OWNER}/infrastructure.git`;
      await newcomer.type(`git init -q ${folder} && git -C ${folder} remote add origin ${origin}`);
      const environment = { GH_TOKEN: ADMINISTRATOR_TOKEN };
      const [passphrase, dependabot] = byGh;
      await newcomer.run(passphrase, { input: "example passphrase", environment });
      const words = { NAME: "EXAMPLE" };
      await newcomer.run(dependabot, { input: "example value", environment, folder, words });
      const place = `${SEED_OWNER}/infrastructure`;
      expect([
        await newcomer.readSecret(`secrets/${place}/PULUMI_CONFIG_PASSPHRASE`),
        await newcomer.readSecret(`dependabot-secrets/${place}/EXAMPLE`),
      ]).toEqual(["example passphrase", "example value"]);
    });
  });
}
