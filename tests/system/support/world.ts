import { findBuilderInUse } from "../../../core/docker/buildx";
import { openWorld, type World } from "../../../scripts/world";
import { prepareToolchain, type Toolchain } from "../../../toolchain";

function ignore(): void {
  // The tests show no progress.
}

/** Opens a sandbox with a builder in a folder. */
export async function openTestWorld(
  directory: string,
): Promise<{ readonly world: World; readonly toolchain: Toolchain }> {
  const candidate = await findBuilderInUse();
  const toolchain = await prepareToolchain(
    {
      onWait: ignore,
      onDownload: ignore,
      onDownloadFailed: ignore,
      onCost: ignore,
      onProgress: ignore,
    },
    { builder: candidate === undefined },
  );
  return { toolchain, world: await openWorld({ directory, toolchain, candidate }) };
}
