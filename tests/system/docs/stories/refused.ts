import { ADMINISTRATOR_TOKEN, ORGANIZATION_TOKEN, PUBLISHER_TOKEN } from "../../../../sandbox";
import { SEED_ORGANIZATION } from "../../../../sandbox/seed";
import { withPrograms } from "../accounting";
import type { Story } from "../story";
import { noRead } from "./names";

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
    const { output: passed } = await newcomer.run(
      "npx pulumi-ghcr doctor --repository OWNER/NAME",
      {
        environment,
        words: { "OWNER/NAME": universe },
      },
    );
    expect(passed).toContain("This token can publish ");
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

  const push = "docker push ghcr.io/OWNER/NAME 2>&1 | npx pulumi-ghcr explain";
  withPrograms(ledger, ["docker"], [push], () => {
    test("explain recognizes a denied push", async () => {
      const { output } = await newcomer.run(push, {
        environment: { DOCKER_CONFIG: newcomer.createDockerConfig("refused", noRead) },
        // The sandbox's registry has another address than ghcr.io.
        more: `--registry ${newcomer.address}`,
      });
      expect(output).toContain("ghcr.io, authorization (ghcr-denied)");
    });
  });

  test("explain reads a log from a file", async () => {
    newcomer.write("build.log", refusal);
    const { output } = await newcomer.run("npx pulumi-ghcr explain build.log");
    expect(output).toContain("ghcr-write-package");
    const { stdout } = await newcomer.run("npx pulumi-ghcr explain build.log --json");
    expect(stdout).toContain('"id": "ghcr-write-package"');
    await newcomer.run("npx pulumi-ghcr explain build.log --check", { code: 1 });
  });
}
