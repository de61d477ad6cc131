import { readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { startSandbox } from "../../../sandbox";
import { temporaryFolder } from "../../sandbox/world";
import { requireRegistryBinary } from "./running";

let directory: string;

beforeEach(async () => {
  directory = await temporaryFolder();
  const sandbox = await startSandbox({ directory, registryBinary: requireRegistryBinary() });
  await sandbox.stop();
});

afterEach(() => {
  rmSync(directory, { recursive: true });
});

function startAgain(): ReturnType<typeof startSandbox> {
  return startSandbox({ directory, registryBinary: requireRegistryBinary() });
}

test.each(["identity.json", "world.json"])(
  "a damaged %s is reported by its name, without its content",
  async (name) => {
    const file = join(directory, name);
    truncateSync(file, readFileSync(file).length - 3);
    const message = await startAgain().then(
      () => "it started",
      (error: unknown) => String(error),
    );
    expect(message).toContain(`${file} is damaged: remove ${directory} to start over`);
    expect(message).not.toMatch(/PRIVATE KEY|ghp_/);
  },
);

test("an empty control key is reported as damaged", async () => {
  writeFileSync(join(directory, "control-key"), "");
  await expect(startAgain()).rejects.toThrow("control-key is damaged");
});

test.each(["", "99999", "nonsense"])(
  "the sandbox chooses another port if the port file contains '%s'",
  async (text) => {
    writeFileSync(join(directory, "ports", "1"), text);
    const sandbox = await startAgain();
    expect(sandbox.address).toMatch(/^localhost:[1-9]\d+$/);
    await sandbox.stop();
  },
);
