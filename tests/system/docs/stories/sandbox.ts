import { existsSync } from "node:fs";
import type { Story } from "../story";

/** docs/sandbox.md: the commands for a running sandbox. */
export function sandbox({ newcomer }: Story): void {
  const token = "ghp_exampleAllInOneToken";

  test("another terminal reads the variables from a file", async () => {
    const { stdout } = await newcomer.run(". .sandbox/env", {
      environment: { GHCR_REGISTRY: undefined, GITHUB_TOKEN: token },
      more: '&& printf "%s %s" "$GHCR_REGISTRY" "${GITHUB_TOKEN-unset}"',
    });
    expect(stdout).toBe(`${newcomer.address} unset`);
  });

  test("init publishes with a token of the sandbox, and the stack can be removed", async () => {
    newcomer.write("../my-app/Dockerfile", "FROM scratch\nCOPY Dockerfile /\n");
    await newcomer.run(
      `curl -fsS -H "x-sandbox-key: $(cat .sandbox/control-key)" -d '{"token": "${token}", "kind": "classic", "owner": "F1bonacci66", "scopes": ["repo", "workflow", "write:packages", "read:packages"]}' "http://$GHCR_REGISTRY/_sandbox/tokens"`,
    );
    const { output } = await newcomer.run(
      `GHCR_TOKEN=${token} npx pulumi-ghcr init ../my-app --stack try --yes`,
    );
    expect(output).toContain(`1 image is in ${newcomer.address} (`);
    expect(output).not.toContain(token);
    await newcomer.run("pulumi stack rm try --force --yes");
    expect(existsSync(newcomer.path("Pulumi.try.yaml"))).toBe(false);
  });
}
