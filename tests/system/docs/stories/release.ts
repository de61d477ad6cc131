import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { findOnPath } from "../../../../core/process/child";
import { markAsRunElsewhere } from "../accounting";
import type { Story } from "../story";
import { pullToken } from "./names";
import { createUser } from "./user";

/** README: a release, and docs/deploy.md: the pull token, which the release's update brings. */
export function release({ newcomer, ledger }: Story): void {
  const version = (): unknown =>
    (parse(newcomer.read("Pulumi.prod.yaml")) as { config: Record<string, unknown> }).config[
      "ghcr:version"
    ];

  test("the pull token is stored", async () => {
    await newcomer.createToken(pullToken, ["read:packages"]);
    await newcomer.run("npx pulumi config set --secret ghcr:pullToken", { input: pullToken });
    await newcomer.run("npx pulumi config set ghcr:pullUsername ACCOUNT");
    expect(newcomer.read("Pulumi.prod.yaml")).not.toContain(pullToken);
  });

  test("push publishes a version and reads it back, as the page shows, and names the passphrase that it found", async () => {
    const { pulumiHome } = createUser(newcomer, "publisher");
    const passphrase = newcomer.getVariable("PULUMI_CONFIG_PASSPHRASE");
    writeFileSync(join(pulumiHome, "pulumi-ghcr-passphrase"), passphrase, { mode: 0o600 });
    const { output } = await newcomer.run("npx pulumi-ghcr push v1.0.0", {
      environment: { PULUMI_HOME: pulumiHome, PULUMI_CONFIG_PASSPHRASE: undefined },
    });
    newcomer.expectShown("push", output);
    expect(version()).toBe("v1.0.0");
    expect(output).toMatch(
      /\nNext:\n {2}export PULUMI_CONFIG_PASSPHRASE_FILE=\S+\n {2}npx pulumi-ghcr outputs deploy /,
    );
  });

  markAsRunElsewhere(ledger, "scripts/push-to-ghcr.sh v1.0.0", [
    { file: "tests/system/push.test.ts", texts: ['join(root, "scripts", "push-to-ghcr.sh")'] },
  ]);

  // This line is on no page, because the one above works in each shell.
  const byPowerShell = "scripts/push-to-ghcr.ps1 -Tag v1.0.0";
  if (findOnPath("pwsh") === undefined)
    test.skip(`${byPowerShell}: pwsh is not installed`, () => undefined);
  else {
    test("the PowerShell script publishes the version, too", async () => {
      const { code, output } = await newcomer.type(byPowerShell, {}, "powershell");
      expect([code, output]).toEqual([0, expect.stringContaining("All done: v1.0.0")]);
    });
  }
}
