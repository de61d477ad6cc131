import { parse } from "yaml";
import { findOnPath } from "../../../../core/process/child";
import type { Story } from "../story";

/** README: a release. */
export function release({ newcomer }: Story): void {
  const version = (): unknown =>
    (parse(newcomer.read("Pulumi.prod.yaml")) as { config: Record<string, unknown> }).config[
      "ghcr:version"
    ];

  test("push publishes a version and reads it back, as the page shows", async () => {
    const { output } = await newcomer.run("npx pulumi-ghcr push v1.0.0");
    newcomer.expectShown("push", output);
    expect(version()).toBe("v1.0.0");
  });

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
