import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import type { Story } from "../story";
import { allInOne as token } from "./names";

/** README and docs/init.md: from a fresh clone to a published image. */
export function beginning({ newcomer }: Story): void {
  let clone: string;
  let environment: Readonly<Record<string, string | undefined>>;

  beforeAll(() => {
    clone = newcomer.createAnotherClone("first");
    newcomer.write("../first/my-app/Dockerfile", "FROM scratch\nCOPY Dockerfile /\n");
    const home = newcomer.pathBeside("first", "home");
    const backend = join(home, "state");
    mkdirSync(backend, { recursive: true });
    const pulumi = join(home, ".pulumi");
    mkdirSync(pulumi);
    for (const name of ["bin", "plugins"]) {
      symlinkSync(join(newcomer.getVariable("PULUMI_HOME"), name), join(pulumi, name));
    }
    // Another user than in the other stories, with a separate stack and passphrase.
    environment = {
      ...{ HOME: home, PULUMI_HOME: pulumi, PULUMI_BACKEND_URL: `file://${backend}` },
      PULUMI_CONFIG_PASSPHRASE: undefined,
    };
  });

  test("init publishes, as the page shows", async () => {
    await newcomer.createToken(token, ["repo", "workflow", "write:packages", "read:packages"]);
    const { output } = await newcomer.run("npx pulumi-ghcr init ../my-app --yes", {
      folder: clone,
      environment: { ...environment, GHCR_TOKEN: token },
    });
    newcomer.expectShown("init", output);
  });

  // tests/system/initBeginning.test.ts runs it at a terminal.
  test("init changes nothing when it runs again, and asks for no token", async () => {
    const { output } = await newcomer.run("npx pulumi-ghcr init ../my-app", {
      folder: clone,
      environment,
    });
    expect(output).toMatch(/unchanged/);
  });

  test("the shell script publishes a version, and shows how to give Pulumi's commands the passphrase", async () => {
    const { output } = await newcomer.run("scripts/push-to-ghcr.sh v1.0.0", {
      // The other stories publish v1.0.0 of the same package.
      words: { "v1.0.0": "v0.9.0" },
      folder: clone,
      environment,
    });
    expect(output).toContain("All done: v0.9.0");
    expect(output).toMatch(
      /\nNext:\n {2}export PULUMI_CONFIG_PASSPHRASE_FILE=\S+\n {2}npx pulumi-ghcr outputs deploy /,
    );
  });

  test("the passphrase that init created decrypts the token", async () => {
    await newcomer.run("export PULUMI_CONFIG_PASSPHRASE_FILE=~/.pulumi/pulumi-ghcr-passphrase", {
      folder: clone,
      environment: { ...environment, SAMPLE_TOKEN: token },
      more: '&& pulumi config get ghcr:token --stack prod | grep -cx "$SAMPLE_TOKEN"',
    });
  });
}
