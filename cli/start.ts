import { join } from "node:path";
import { EngineFailure, Steps } from "../engine";
import { PUBLISHER_TOKEN, SEED_OWNER } from "../sandbox";
import { readOutputs, selectStack, showPulumi } from "./pulumi";
import { readBackImages } from "./readBack";
import { engineStep } from "./setUp";
import { openWorld, worldStep } from "./world";

const root = join(__dirname, "..");

/** The main job in the sandbox: everything from nothing to images that were read back. */
export async function main(_args: readonly string[], total: number): Promise<number> {
  const steps = new Steps(total, process.stderr, 1);
  try {
    const { engine, candidate } = await engineStep(steps);
    const directory = join(root, ".sandbox");
    const world = await worldStep(steps, () => openWorld({ directory, engine, candidate }));
    try {
      const stack = {
        pulumi: engine.pulumi,
        program: root,
        stack: "dev",
        environment: world.environment,
      };
      steps.begin("pulumi up");
      await selectStack(stack, join(directory, "pulumi"));
      steps.say("pulumi up --stack dev --yes --skip-preview");
      const code = await showPulumi(stack, ["up", "--yes", "--skip-preview", "--non-interactive"]);
      if (code !== 0) {
        steps.fail("pulumi up did not succeed; its own words are above");
        return code;
      }
      steps.done("done");

      steps.begin("Read back");
      const images = await readBackImages(await readOutputs(stack), {
        username: SEED_OWNER,
        token: PUBLISHER_TOKEN,
      });
      for (const { pinned, manifest } of images) {
        steps.say(`${pinned}\n  ${manifest.platforms.join(", ")}`);
      }
      steps.done(`${images.length} images are in the registry under their digests`);
      return 0;
    } finally {
      await world.stop();
    }
  } catch (error) {
    if (!(error instanceof EngineFailure)) throw error;
    steps.fail(error.message);
    return 1;
  }
}
