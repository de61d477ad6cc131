import { parseArgs } from "node:util";

import { startSandbox } from "./index";

/**
 * The sandbox as a separate process. It prints one line of JSON when it is ready, and ends with a
 * signal or when its standard input ends, so that it never outlives its parent.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { directory: { type: "string" }, registry: { type: "string" } },
  });
  const directory = values.directory ?? process.env.GHCR_SANDBOX_DIRECTORY;
  const registryBinary = values.registry ?? process.env.GHCR_SANDBOX_REGISTRY;
  if (!directory || !registryBinary) {
    throw new Error(
      "--directory <folder> or --registry <file> is missing. Set both, or GHCR_SANDBOX_DIRECTORY and GHCR_SANDBOX_REGISTRY.",
    );
  }
  const ended = new Promise<void>((resolve) => {
    const end = (): void => {
      resolve();
    };
    process.once("SIGINT", end);
    process.once("SIGTERM", end);
    process.stdin.once("end", end).once("error", end).resume();
  });
  const sandbox = await startSandbox({ directory, registryBinary });
  const { address, certificateAuthorityFile, certificateBundleFile, controlKeyFile } = sandbox;
  const ready = { address, certificateAuthorityFile, certificateBundleFile, controlKeyFile };
  console.log(JSON.stringify(ready));
  await ended;
  await sandbox.stop();
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(`sandbox: ${error instanceof Error ? error.message : String(error)}`);
    process.exit(1);
  },
);
