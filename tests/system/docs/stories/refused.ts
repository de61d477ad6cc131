import { ADMINISTRATOR_TOKEN, PUBLISHER_TOKEN } from "../../../../sandbox";
import { withPrograms } from "../accounts";
import type { Story } from "../story";
import { noRead, owner } from "./account";

const refusal = "denied: permission_denied: write_package\n";

/** README and docs/doctor.md: what is asked when a push is refused. */
export function refused({ newcomer, ledger }: Story): void {
  const universe = "F1bonacci66/civilx-universe";
  const withToken = (token: string) => ({ environment: { SAMPLE_TOKEN: token } });

  test("the doctor names what a token lacks, as the page shows", async () => {
    await newcomer.makeRepository("civilx-universe", ADMINISTRATOR_TOKEN);
    const { output } = await newcomer.run(
      "GHCR_TOKEN=… npm run doctor -- --repository OWNER/NAME",
      { ...withToken(noRead), words: { "OWNER/NAME": universe }, code: 1 },
    );
    newcomer.expectShown("doctor", output);
  });

  test("and finds all well with a good one, by each of its names", async () => {
    const { output } = await newcomer.run(
      `GHCR_TOKEN=… npm run doctor -- --repository ${universe}`,
      withToken(PUBLISHER_TOKEN),
    );
    expect(output).toContain("All is well.");
    for (const script of ["scripts/verify-github-auth.sh", "scripts/test-ghcr-auth.sh"]) {
      const { output: said } = await newcomer.run(script, {
        environment: { GHCR_TOKEN: PUBLISHER_TOKEN },
        more: `--repository ${universe}`,
      });
      expect(said).toContain("All is well.");
      // The light form asks less.
      expect(/^ +pass +push /m.test(said)).toBe(script.includes("verify"));
    }
  });

  const byGh =
    "gh auth token | npm run doctor -- --repository hellocplusplus0/v7 --image v7/backend --image v7/web --token-stdin";
  withPrograms(ledger, ["gh"], [byGh], () => {
    test("the token of gh", async () => {
      const { output } = await newcomer.run(byGh, {
        environment: { GH_TOKEN: PUBLISHER_TOKEN },
        // Another's repository, in which this token may not push.
        code: 1,
      });
      expect(output).toContain("v7/backend");
    });
  });

  const pushes = [
    "docker push … 2>&1 | npm run explain",
    "docker push ghcr.io/octo/app 2>&1 | npm run explain",
  ] as const;
  withPrograms(ledger, ["docker"], pushes, () => {
    test.each(pushes)("%s: names why it was refused", async (line) => {
      const name = `${newcomer.address}/${owner}/my-app`;
      const { output } = await newcomer.run(line, {
        environment: { DOCKER_CONFIG: newcomer.dockerConfig("refused", noRead) },
        words: { "…": name, "ghcr.io/octo/app": name },
        // The sandbox's ghcr.io has another name.
        more: `-- --registry ${newcomer.address}`,
      });
      expect(output).toContain("ghcr.io, authorisation (ghcr-denied)");
    });
  });

  test("a log is explained", async () => {
    const { output } = await newcomer.run("npm run explain", { input: refusal });
    expect(output).toContain("ghcr-write-package");
    const { output: installed } = await newcomer.run("npx pulumi-ghcr explain", { input: refusal });
    expect(installed).toContain("ghcr-write-package");
    newcomer.write("build.log", refusal);
    const { stdout } = await newcomer.run("npm run explain -- build.log --json");
    expect(stdout).toContain('"id": "ghcr-write-package"');
  });
}
