import type { DeployableImage } from "../../components/deployment";
import { Mirror } from "../../components/mirror/mirror";
import type { DesiredStack } from "../model";
import type { PreflightResult } from "../preflight";
import { mirrorArguments } from "../arguments";
import type { DeclaredRepository } from "./repositories";

/**
 * Declares every mirror of a stack. A linked one depends on its repository, if the stack has it.
 */
export function declareMirrors(
  stack: DesiredStack,
  repositories: readonly DeclaredRepository[],
  preflight: Pick<PreflightResult, "mirrors">,
): readonly DeployableImage[] {
  return stack.mirrors.map((mirror) => {
    const { name, repository, services } = mirror;
    const linked = repositories.find((each) => each.name === repository)?.publishing;
    const address = repository && `https://github.com/${stack.owner}/${repository}`;
    const source = linked?.source ?? address;
    const hints = preflight.mirrors.get(name);
    const image = new Mirror(
      name,
      { ...mirrorArguments(mirror, stack), source, hints },
      linked === undefined ? {} : { dependsOn: [linked] },
    );
    return { name, image, services };
  });
}
