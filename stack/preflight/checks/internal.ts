import type { Observations } from "../observations";
import type { SettingFinding } from "../finding";
import { mergeFindings, mergeForRepositories } from "./merge";
import { imageSetting } from "../names";
import type { DesiredStack } from "../../model";

function internalIn({ repositories, images }: DesiredStack) {
  return {
    // Of one that is only referred to, the visibility is none of the stack's business.
    repositories: repositories.filter(
      ({ visibility, create, adopt }) => visibility === "internal" && (create || adopt),
    ),
    images: images.filter(({ packageVisibility }) => packageVisibility === "internal"),
  };
}

/** Whether anything is to be seen by an enterprise's members, which not every account has. */
export function needsInternal(stack: DesiredStack): boolean {
  const { repositories, images } = internalIn(stack);
  return repositories.length + images.length > 0;
}

/**
 * What a user's account and an organization on the plan Free can never have. Whether another one
 * belongs to an enterprise is told to few tokens, so that there GitHub's own refusal has to do.
 */
export function evaluateInternal(
  stack: DesiredStack,
  { owner }: Observations,
): readonly SettingFinding[] {
  const isUserAccount = owner?.isOrganization === false;
  if (!isUserAccount && !(owner?.isOrganization === true && owner.plan === "free")) return [];
  const { repositories, images } = internalIn(stack);
  const message = isUserAccount
    ? `${stack.owner} is not an organization, and only organizations have internal visibility`
    : `${stack.owner} is on the Free plan, and only an enterprise's organizations have internal visibility`;
  const cause = "Internal means visible to an enterprise's members, through its organizations.";
  const settings = images.map((image) => ({
    name: image.name,
    setting: `${imageSetting(image)}.packageVisibility`,
  }));
  return [
    ...mergeForRepositories(repositories, "visibility", {
      message,
      cause,
      fix: ["Set 'visibility: private' or 'public', or set ghcr:owner to the organization."],
    }),
    ...mergeFindings(settings, {
      message,
      cause,
      fix: [
        "Set 'packageVisibility: private' or 'public'; the package's page offers no other choice.",
      ],
    }),
  ];
}
