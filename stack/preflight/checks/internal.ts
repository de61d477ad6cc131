import type { Observations } from "../observations";
import type { SettingFinding } from "../finding";
import { mergeFindings, mergeForRepositories } from "./merge";
import { imageSetting } from "../names";
import type { DesiredStack } from "../../model";

function findInternal({ repositories, images }: DesiredStack) {
  return {
    // The stack does not set the visibility of a repository that it only refers to.
    repositories: repositories.filter(
      ({ visibility, create, adopt }) => visibility === "internal" && (create || adopt),
    ),
    images: images.filter(({ packageVisibility }) => packageVisibility === "internal"),
  };
}

/** Whether anything should have internal visibility, which not every account supports. */
export function needsInternal(stack: DesiredStack): boolean {
  const { repositories, images } = findInternal(stack);
  return repositories.length + images.length > 0;
}

/**
 * User accounts and organizations on the Free plan have no internal visibility. Few tokens can read
 * whether another organization belongs to an enterprise, so there GitHub reports the error.
 */
export function evaluateInternal(
  stack: DesiredStack,
  { owner }: Observations,
): readonly SettingFinding[] {
  const isUserAccount = owner?.isOrganization === false;
  if (!isUserAccount && !(owner?.isOrganization === true && owner.plan === "free")) return [];
  const { repositories, images } = findInternal(stack);
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
