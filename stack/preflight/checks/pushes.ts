import { evaluatePush } from "../../../core/checks/push";
import { printReference } from "../../../core/oci/reference";
import { RegistryClient } from "../../../core/registry/client";
import type { PriorState } from "../../state";
import type { SettingFinding } from "../finding";
import type { Observations } from "../observations";
import { checkContextFor } from "./tokens";
import { packageOf, pushedPackages } from "../names";
import type { DesiredStack } from "../../model";

/** Asks about each package that this token was not observed to push before. */
export async function collectPushes(
  stack: DesiredStack,
  prior: PriorState | undefined,
): Promise<Observations["pushes"]> {
  const { registry, username, credentials } = stack;
  const token = credentials.publish.reveal();
  const client = new RegistryClient({ registry, username, token });
  const unconfirmed = pushedPackages(stack).filter(
    ({ name }) => !isPushAllowed(stack, name, prior),
  );
  return new Map(
    await Promise.all(
      unconfirmed.map(async ({ name }) => {
        const image = packageOf(stack, name);
        return [printReference(image), await client.mayPush(image.name)] as const;
      }),
    ),
  );
}

/**
 * Whether the token was observed to push the package, now or before. What is built does not matter.
 */
export function isPushAllowed(
  stack: Pick<DesiredStack, "registry" | "owner" | "credentials">,
  name: string,
  prior: PriorState | undefined,
  observed?: Pick<Observations, "pushes">,
): boolean {
  const reference = printReference(packageOf(stack, name));
  const answer = observed?.pushes.get(reference);
  if (answer !== undefined) return answer.outcome === "yes";
  return prior?.packages.get(reference)?.fingerprint === stack.credentials.publish.fingerprint;
}

export function evaluatePushes(
  stack: DesiredStack,
  observed: Observations,
): readonly SettingFinding[] {
  const about = checkContextFor(stack, stack.credentials.publish, observed.users.publish);
  const { repositories } = observed;
  const isOneToken = stack.credentials.admin?.fingerprint === stack.credentials.publish.fingerprint;
  // If the organization rejects the token, its packages do too.
  const refused = isOneToken && repositories?.outcome === "refused" ? repositories : undefined;
  const signOnAddress = refused?.signOnAddress ?? undefined;
  return pushedPackages(stack).flatMap(({ name, setting }) => {
    const image = packageOf(stack, name);
    const push = observed.pushes.get(printReference(image));
    if (push === undefined) return [];
    return [{ ...evaluatePush({ ...about, signOnAddress }, image, push), setting }];
  });
}
