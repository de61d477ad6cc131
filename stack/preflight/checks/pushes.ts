import { judgePush } from "../../../core/checks/push";
import { cannotTell } from "../../../core/http/answer";
import { printReference } from "../../../core/oci/reference";
import { RegistryClient } from "../../../core/registry/client";
import type { PriorState } from "../../state";
import type { SettingFinding } from "../finding";
import type { Observations } from "../observations";
import { imageOf, type Wanted, type WantedPackage } from "../wanted";
import { caseOf } from "./tokens";

/** Asks about each package that this very token was not observed to push before. */
export async function collectPushes(
  wanted: Wanted,
  prior: PriorState | undefined,
): Promise<Observations["pushes"]> {
  const { registry, username, publisher, packages } = wanted;
  const client = new RegistryClient({ registry, username, token: publisher.reveal() });
  const asked = packages.filter((each) => !isPushAllowed(wanted, each, prior));
  return new Map(
    await Promise.all(
      asked.map(async (each) => {
        const image = imageOf(wanted, each);
        return [printReference(image), await client.mayPush(image.name)] as const;
      }),
    ),
  );
}

/** Whether the token was observed to push the package, now or before: what is built is no matter. */
export function isPushAllowed(
  wanted: Pick<Wanted, "registry" | "owner" | "publisher">,
  package_: Pick<WantedPackage, "name">,
  prior: PriorState | undefined,
  observed?: Pick<Observations, "pushes">,
): boolean {
  const reference = printReference(imageOf(wanted, package_));
  const answer = observed?.pushes.get(reference);
  if (answer !== undefined) return answer.outcome === "yes";
  return prior?.packages.get(reference)?.passed === wanted.publisher.fingerprint;
}

export function evaluatePushes(wanted: Wanted, observed: Observations): readonly SettingFinding[] {
  const about = caseOf(wanted, wanted.publisher, observed.publisher);
  const { repositories } = observed;
  const isOneToken = wanted.administrator.fingerprint === wanted.publisher.fingerprint;
  // What keeps the one token out of the organisation keeps it out of the packages, too.
  const refused = isOneToken && repositories?.outcome === "refused" ? repositories : undefined;
  const answered = { ...about.answers, ...(refused && { repository: refused }) };
  return wanted.packages.flatMap((each) => {
    const image = imageOf(wanted, each);
    const push = observed.pushes.get(printReference(image));
    if (push === undefined) return [];
    const open = cannotTell("not asked");
    const finding = judgePush(
      { ...about, answers: answered },
      { image, push, pull: open, package: open },
    );
    return [{ ...finding, setting: each.setting }];
  });
}
