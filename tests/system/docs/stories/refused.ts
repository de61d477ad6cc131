import { ADMINISTRATOR_TOKEN, ORGANIZATION_TOKEN, PUBLISHER_TOKEN } from "../../../../sandbox";
import { SEED_ORGANIZATION } from "../../../../sandbox/seed";
import { withPrograms } from "../accounting";
import type { Story } from "../story";
import { noRead, owner } from "./names";

const refusal = "denied: permission_denied: write_package\n";

/** README and docs/doctor.md: the commands for a denied push. */
export function refused({ newcomer, ledger }: Story): void {
  const universe = "F1bonacci66/civilx-universe";

  test("doctor names the missing scope of a token, as the page shows", async () => {
    await newcomer.createRepository("civilx-universe", ADMINISTRATOR_TOKEN);
    const { output } = await newcomer.run(`npx pulumi-ghcr doctor --repository ${universe}`, {
      environment: { GHCR_TOKEN: noRead },
      code: 1,
    });
    newcomer.expectShown("doctor", output);
  });

  test("doctor passes with a valid token, also by its other names", async () => {
    const environment = { GHCR_TOKEN: PUBLISHER_TOKEN };
    for (const name of ["OWNER/NAME", universe]) {
      const { output } = await newcomer.run(`npx pulumi-ghcr doctor --repository ${name}`, {
        environment,
        words: { "OWNER/NAME": universe },
      });
      expect(output).toContain("This token can publish ");
    }
    for (const script of ["scripts/verify-github-auth.sh", "scripts/test-ghcr-auth.sh"]) {
      const { output } = await newcomer.run(script, {
        environment,
        more: `--repository ${universe}`,
      });
      // The light mode does not check the push permission.
      const isFull = script.includes("verify");
      expect(output).toContain(isFull ? "This token can publish " : "All checks passed.");
      expect(/^ +pass +push /m.test(output)).toBe(isFull);
    }
  });

  test("doctor checks an organization's repository", async () => {
    await newcomer.createRepository("guarded", ORGANIZATION_TOKEN, SEED_ORGANIZATION);
    const { output } = await newcomer.run("npx pulumi-ghcr doctor --repository ORGANIZATION/NAME", {
      environment: { GHCR_TOKEN: ORGANIZATION_TOKEN },
      words: { "ORGANIZATION/NAME": `${SEED_ORGANIZATION}/guarded` },
    });
    expect(output).toContain("This token can publish ");
  });

  test("read -s does not show the token", async () => {
    const { stdout } = await newcomer.run("read -rs GHCR_TOKEN && export GHCR_TOKEN", {
      input: "ghp_example\n",
      more: "&& sh -c 'printf %s \"$GHCR_TOKEN\"'",
    });
    expect(stdout).toBe("ghp_example");
  });

  const byGh =
    "gh auth token | npx pulumi-ghcr doctor --repository hellocplusplus0/v7 --image v7/backend --image v7/web --token-stdin";
  withPrograms(ledger, ["gh"], [byGh], () => {
    test("doctor checks the token of gh", async () => {
      const { output } = await newcomer.run(byGh, {
        environment: { GH_TOKEN: PUBLISHER_TOKEN },
        words: { "hellocplusplus0/v7": universe },
      });
      const about = [
        "/v7/backend (",
        "/v7/web (",
        "from the standard input",
        "This token can publish ",
      ];
      for (const words of about) expect(output).toContain(words);
    });
  });

  const pushes = [
    "docker push ghcr.io/OWNER/NAME 2>&1 | npx pulumi-ghcr explain",
    "docker push ghcr.io/octo/app 2>&1 | npx pulumi-ghcr explain",
  ] as const;
  withPrograms(ledger, ["docker"], pushes, () => {
    test.each(pushes)("explain recognizes the denial: %s", async (line) => {
      const name = `${newcomer.address}/${owner}/my-app`;
      const { output } = await newcomer.run(line, {
        environment: { DOCKER_CONFIG: newcomer.createDockerConfig("refused", noRead) },
        words: { "ghcr.io/octo/app": name },
        // The sandbox's registry has another address than ghcr.io.
        more: `--registry ${newcomer.address}`,
      });
      expect(output).toContain("ghcr.io, authorization (ghcr-denied)");
    });
  });

  test("explain reads a log from the standard input or a file", async () => {
    const { output } = await newcomer.run("npx pulumi-ghcr explain", { input: refusal });
    expect(output).toContain("ghcr-write-package");
    newcomer.write("build.log", refusal);
    const { output: named } = await newcomer.run("npx pulumi-ghcr explain build.log");
    expect(named).toBe(output);
    const { stdout } = await newcomer.run("npx pulumi-ghcr explain build.log --json");
    expect(stdout).toContain('"id": "ghcr-write-package"');
    await newcomer.run("npx pulumi-ghcr explain build.log --check", { code: 1 });
  });
}
