import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { PUBLISHER_TOKEN, SEED_OWNER } from "../../../../sandbox";
import { markAsRunElsewhere, withPrograms } from "../accounting";
import type { Story } from "../story";

/** docs/troubleshooting.md, docs/doctor.md and docs/organization.md: the command lines in the fixes. */
export function troubleshooting({ newcomer, ledger }: Story): void {
  const logIns = [
    'printf %s "$GHCR_TOKEN" | docker login ghcr.io --username "$GITHUB_USER" --password-stdin',
    "docker login docker.io",
    "docker login quay.io",
    "docker login HOST",
  ] as const;
  withPrograms(
    ledger,
    ["docker"],
    [...logIns, "docker logout ghcr.io", "docker context ls"],
    () => {
      test("docker logs in and out", async () => {
        const environment = {
          DOCKER_CONFIG: newcomer.createDockerConfig("troubled"),
          ...{ GHCR_TOKEN: PUBLISHER_TOKEN, GITHUB_USER: SEED_OWNER },
        };
        // The sandbox replaces all registries.
        const hosts = Object.fromEntries(
          ["docker.io", "quay.io", "HOST"].map((host) => [host, newcomer.address]),
        );
        for (const line of logIns) {
          const more = line.includes("--username")
            ? ""
            : `--username ${SEED_OWNER} --password-stdin`;
          const { output } = await newcomer.run(line, {
            ...{ environment, words: hosts, more, input: PUBLISHER_TOKEN },
          });
          expect(output).toContain("Login Succeeded");
        }
        const { output } = await newcomer.run("docker logout ghcr.io", { environment });
        expect(output).toContain(`Removing login credentials for ${newcomer.address}`);
        const { stdout } = await newcomer.run("docker context ls", { environment });
        expect(stdout).toMatch(/^default/m);
      });
    },
  );

  withPrograms(ledger, ["curl"], ["curl --head https://ghcr.io/v2/"], () => {
    test("curl reaches the registry", async () => {
      const environment = { CURL_CA_BUNDLE: newcomer.getVariable("SSL_CERT_FILE") };
      const { stdout } = await newcomer.run("curl --head https://ghcr.io/v2/", { environment });
      expect(stdout).toMatch(/^HTTP\/1\.1 401 /);
    });
  });

  const doctorOfGh =
    "gh auth token | npx pulumi-ghcr doctor --repository hellocplusplus0/v7 --image v7/backend --image v7/web --token-stdin";
  const byGh = [
    doctorOfGh,
    "gh api rate_limit",
    "gh auth login",
    "gh auth refresh -h github.com --scopes read:packages,write:packages",
    "gh auth refresh -h github.com --scopes workflow",
  ];
  withPrograms(ledger, ["gh"], byGh, () => {
    // gh does not log in if GITHUB_TOKEN is set, as the sandbox sets it.
    const environment = { GITHUB_TOKEN: undefined };

    test("gh logs in", async () => {
      await newcomer.run("gh auth login", { environment });
      expect(newcomer.gitHub.requests.at(-1)).toContain("repo");
      const { stdout } = await newcomer.type("gh auth status", { environment });
      expect(stdout).toContain(`Logged in to github.com account ${SEED_OWNER}`);
    });

    test("gh shows when the rate limit resets", async () => {
      const { stdout } = await newcomer.run("gh api rate_limit", { environment });
      const { rate } = JSON.parse(stdout) as { rate: { reset: number } };
      expect(rate.reset).toBeGreaterThan(Date.now() / 1000);
    });

    test.each([
      ["gh auth refresh -h github.com --scopes workflow", ["workflow"]],
      [
        "gh auth refresh -h github.com --scopes read:packages,write:packages",
        ["read:packages", "write:packages"],
      ],
    ])("gh requests more scopes: %s", async (line, scopes) => {
      await newcomer.run(line, { environment });
      expect(newcomer.gitHub.requests.at(-1)).toEqual(expect.arrayContaining(scopes));
      // gh reads the token's scopes from GitHub.
      const { stdout } = await newcomer.type("gh auth status", { environment });
      for (const scope of scopes) expect(stdout).toContain(`'${scope}'`);
    });

    test("gh's token with these scopes can publish", async () => {
      const words = { "hellocplusplus0/v7": `${SEED_OWNER}/my-app` };
      const { output } = await newcomer.run(doctorOfGh, { environment, words });
      for (const image of ["/v7/backend (", "/v7/web ("]) expect(output).toContain(image);
      expect(output).toContain("from the standard input");
      expect(output).toContain("This token can publish ");
    });
  });

  test("Pulumi accepts the commands in the fixes", async () => {
    await newcomer.run("npx pulumi cancel");
    await newcomer.run("npx pulumi config set --secret KEY", {
      ...{ words: { KEY: "ghcr:secret-other" }, input: "example" },
    });
    const settings = newcomer.read("Pulumi.prod.yaml");
    await newcomer.run("npx pulumi config set github:owner OWNER");
    await newcomer.run("npx pulumi config set github:owner ORGANIZATION", {
      words: { ORGANIZATION: "Liber-Abaci" },
    });
    expect(newcomer.read("Pulumi.prod.yaml")).toContain("github:owner: Liber-Abaci");
    newcomer.write("Pulumi.prod.yaml", settings);
  });

  test("pulumi install installs a program's packages", async () => {
    const folder = newcomer.pathBeside("program");
    newcomer.write("../program/Pulumi.yaml", "name: a\nruntime: nodejs\n");
    newcomer.write("../program/package.json", '{ "dependencies": { "b": "file:./b" } }');
    newcomer.write("../program/b/package.json", '{ "name": "b", "version": "1.0.0" }');
    // In the clone, where npx finds Pulumi.
    await newcomer.run("npx pulumi install", { more: `--cwd ${folder}` });
    expect(existsSync(join(folder, "node_modules", "b", "package.json"))).toBe(true);
  });

  test("git tags a version and pushes the tag", async () => {
    const folder = newcomer.pathBeside("tagged");
    const git = "git -c user.name=a -c user.email=a@b";
    const made = await newcomer.type(
      `git init -q --bare ../origin.git && ${git} init -q && ${git} commit -q --allow-empty -m a && git remote add origin ../origin.git`,
      { folder: (mkdirSync(folder), folder) },
    );
    expect(made).toMatchObject({ code: 0 });
    await newcomer.run("git tag v1.0.0", { folder });
    await newcomer.run("git push origin v1.0.0", { folder });
    expect((await newcomer.type("git ls-remote origin", { folder })).stdout).toContain(
      "refs/tags/v1.0.0",
    );
  });

  test("a team can have a separate stack", async () => {
    // Without Pulumi Cloud, the only organization is called organization.
    const words = { "ORGANIZATION/TEAM": "organization/team", ORGANIZATION: "Liber-Abaci" };
    await newcomer.run("npx pulumi stack init ORGANIZATION/TEAM", { words });
    await newcomer.run("npx pulumi config set ghcr:owner ORGANIZATION", { words });
    expect(newcomer.read("Pulumi.team.yaml")).toContain("ghcr:owner: Liber-Abaci");
  });

  markAsRunElsewhere(ledger, "npx pulumi-ghcr fleet up --stacks 'team-*'", [
    { file: "tests/system/fleet.test.ts", texts: ['pattern = "team-*"'] },
  ]);

  test("pulumi destroy deletes the stack's resources", async () => {
    const { output } = await newcomer.run("npx pulumi destroy", { more: "--stack prod" });
    expect(output).toMatch(/- \d+ deleted/);
  });
}
