import { parse } from "yaml";
import { withPrograms } from "../accounts";
import type { Story } from "../story";

/** README: a release, and what becomes of the stack in the end. */
export function release({ newcomer, ledger }: Story): void {
  const version = (): unknown =>
    (parse(newcomer.read("Pulumi.prod.yaml")) as { config: Record<string, unknown> }).config[
      "ghcr:version"
    ];

  test("a version is pushed and read back, as the page shows", async () => {
    const { output } = await newcomer.run("npx pulumi-ghcr push --tag v1.0.0");
    newcomer.expectShown("push", output);
    expect(version()).toBe("v1.0.0");
  });

  test("under another name it is the same", async () => {
    const { output } = await newcomer.run("scripts/push-to-ghcr.sh v1.0.0");
    expect(output).toContain("All done: v1.0.0");
  });

  const byPowerShell = "scripts/push-to-ghcr.ps1 -Tag v1.0.0";
  withPrograms(ledger, ["pwsh"], [byPowerShell], () => {
    test("and by PowerShell", async () => {
      const { output } = await newcomer.run(byPowerShell);
      expect(output).toContain("All done: v1.0.0");
    });
  });
}
