import { readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { startSandbox } from "../../../sandbox";
import { temporaryFolder } from "../../sandbox/world";
import { registryBinary } from "./running";

let directory: string;

beforeEach(async () => {
  directory = await temporaryFolder();
  const sandbox = await startSandbox({ directory, registryBinary: registryBinary() });
  await sandbox.stop();
});

afterEach(() => {
  rmSync(directory, { recursive: true });
});

function start(): ReturnType<typeof startSandbox> {
  return startSandbox({ directory, registryBinary: registryBinary() });
}

test.each(["identity.json", "world.json"])(
  "a damaged %s is named, and not quoted",
  async (name) => {
    const file = join(directory, name);
    truncateSync(file, readFileSync(file).length - 3);
    const message = await start().then(
      () => "it started",
      (error: unknown) => String(error),
    );
    expect(message).toContain(`${file} is damaged: remove ${directory} to start over`);
    expect(message).not.toMatch(/PRIVATE KEY|ghp_/);
  },
);

test("rejects every request if the control key is empty", async () => {
  writeFileSync(join(directory, "control-key"), "");
  await expect(start()).rejects.toThrow("control-key is damaged");
});

test.each(["", "99999", "nonsense"])(
  "a port file with '%s' makes it choose another port",
  async (text) => {
    writeFileSync(join(directory, "ports", "1"), text);
    const sandbox = await start();
    expect(sandbox.address).toMatch(/^localhost:[1-9]\d+$/);
    await sandbox.stop();
  },
);
