import { existsSync } from "node:fs";
import { markAsRunElsewhere } from "../accounting";
import type { Story } from "../story";
import { allInOne as token } from "./names";
import { createUser } from "./user";

/** README, docs/init.md and docs/sandbox.md: from a fresh clone to a published image. */
export function beginning({ newcomer, ledger }: Story): void {
  /** Another user than in the other stories, with a separate stack and no passphrase yet. */
  let environment: Readonly<Record<string, string | undefined>>;

  beforeAll(() => {
    newcomer.write("../my-app/Dockerfile", "FROM scratch\nCOPY Dockerfile /\n");
    environment = createUser(newcomer, "first").environment;
  });

  test("another terminal reads the variables from a file", async () => {
    const { stdout } = await newcomer.run(". .sandbox/env", {
      environment: { GHCR_REGISTRY: undefined, GITHUB_TOKEN: token },
      more: '&& printf "%s %s" "$GHCR_REGISTRY" "${GITHUB_TOKEN-unset}"',
    });
    expect(stdout).toBe(`${newcomer.address} unset`);
  });

  test("init publishes with a token of the sandbox, as the page shows", async () => {
    await newcomer.run(
      `curl -fsS -H "x-sandbox-key: $(cat .sandbox/control-key)" -d '{"token": "${token}", "kind": "classic", "owner": "F1bonacci66", "scopes": ["repo", "workflow", "write:packages", "read:packages"]}' "http://$GHCR_REGISTRY/_sandbox/tokens"`,
      { more: "> token.json" },
    );
    const { output } = await newcomer.run(
      `GHCR_TOKEN=${token} npx pulumi-ghcr init ../my-app --stack try --yes`,
      { environment },
    );
    // The page's stack is the default one.
    newcomer.expectShown("init", output.replaceAll("Pulumi.try.yaml", "Pulumi.prod.yaml"));
    expect(output).toContain(`1 image is in ${newcomer.address} (`);
  });

  markAsRunElsewhere(ledger, "npx pulumi-ghcr init ../my-app --yes", [
    { file: "tests/system/init.test.ts", texts: ['["apps/my-app", "--yes"]'] },
  ]);
  markAsRunElsewhere(ledger, "npx pulumi-ghcr init ../my-app", [
    {
      file: "tests/system/initBeginning.test.ts",
      texts: ["${commandFile} init ${args}", 'startInit("apps/'],
    },
  ]);

  test("the passphrase that init created decrypts the token", async () => {
    await newcomer.run("export PULUMI_CONFIG_PASSPHRASE_FILE=~/.pulumi/pulumi-ghcr-passphrase", {
      environment: { ...environment, SAMPLE_TOKEN: token },
      more: '&& npx pulumi config get ghcr:token --stack try | grep -cx "$SAMPLE_TOKEN"',
    });
  });

  test("the stack can be removed", async () => {
    await newcomer.run("npx pulumi stack rm try --force --yes", { environment });
    expect(existsSync(newcomer.path("Pulumi.try.yaml"))).toBe(false);
  });
}
