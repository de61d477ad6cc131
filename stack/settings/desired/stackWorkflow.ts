import type { DesiredStack, DesiredStackWorkflow } from "../../model";
import { noDrift, stackWorkflowDefaults } from "../defaults";
import type { ExpandedStackWorkflow } from "../schema/stackWorkflow";

/** What the stack builds, and with which builder. */
type Builds = Pick<DesiredStack, "builder" | "images" | "mirrors">;

/** Fills in what the settings of the stack's own workflow leave open. */
export function desiredStackWorkflow(
  settings: ExpandedStackWorkflow,
  builds: Builds,
): DesiredStackWorkflow {
  const { branch = stackWorkflowDefaults.branch, path = stackWorkflowDefaults.path } = settings;
  const { folder = stackWorkflowDefaults.folder, drift = stackWorkflowDefaults.drift } = settings;
  const { overwrite = stackWorkflowDefaults.overwrite } = settings;
  const { repository, secrets, backend } = settings;
  return {
    repository,
    branch,
    path,
    folder,
    secrets,
    backend,
    driftSchedule: drift === noDrift ? undefined : drift,
    overwrite,
    builder: builderFor(builds),
  };
}

/** The platform of GitHub's runner, which needs no emulation. */
const runnerPlatform = "linux/amd64";

function builderFor({ builder, images, mirrors }: Builds): DesiredStackWorkflow["builder"] {
  const built = images.filter(({ build }) => build === "pulumi");
  const isLinking = mirrors.some(({ mode }) => mode === "linked");
  if (built.length === 0 && !isLinking) return undefined;
  const platforms = new Set(built.flatMap((each) => each.platforms ?? []));
  const emulated = [...platforms].filter((platform) => platform !== runnerPlatform).sort();
  return { name: builder?.name, emulated };
}
