import { findNearest } from "../../../../core/text/nearest";
import { toAsciiLowerCase } from "../../../../core/oci/reference";
import {
  isPublishedByDefault,
  filterByOwner,
  type ProposedImage,
  type ProposedRepository,
} from "../scan/proposal";

/**
 * The owner of the packages: the answer, the stack's setting, or the owner that git names most
 * often. Only if none of these exists it is the token's account, which the caller knows.
 */
export function chooseOwner(
  answered: string | undefined,
  configured: string | undefined,
  found: readonly ProposedRepository[],
): string | undefined {
  const owners = found.flatMap(({ owner }) => owner ?? []);
  const times = (name: string): number =>
    owners.filter((each) => toAsciiLowerCase(each) === toAsciiLowerCase(name)).length;
  const [mostCommon] = [...owners].sort((one, other) => times(other) - times(one));
  return answered ?? configured ?? mostCommon;
}

/**
 * Selects the owner's repositories, and of their images the named ones or those published by
 * default.
 */
export function selectImages(
  found: readonly ProposedRepository[],
  owner: string,
  names: readonly string[] | undefined,
): {
  readonly repositories: readonly ProposedRepository[];
  /** What was found but is not included, each with its reason. */
  readonly skipped: readonly string[];
  readonly problems: readonly string[];
} {
  const owned = filterByOwner(owner, found);
  const others = found.filter((each) => !owned.includes(each));
  const all = owned.flatMap(({ images }) => images);
  const requested = names?.map(toAsciiLowerCase);
  const isIncluded = (image: ProposedImage): boolean =>
    requested === undefined ? isPublishedByDefault(image) : requested.includes(image.name);
  return {
    repositories: owned
      .map((each) => ({ ...each, images: each.images.filter(isIncluded) }))
      .filter(({ images }) => images.length > 0),
    skipped: [
      ...found.flatMap(({ skipped }) => skipped),
      ...others.map(
        ({ name, owner: other = "" }) =>
          `${other}/${name}: belongs to ${other}, and a stack has one owner; to create a stack for it: --owner ${other} --stack NAME`,
      ),
      ...owned.flatMap(({ images }) =>
        images
          .filter((each) => requested === undefined && !isPublishedByDefault(each))
          .map(
            ({ name }) =>
              `${name}: is for development, by its name; to include it: --image ${name}`,
          ),
      ),
    ],
    problems: (names ?? []).flatMap((name) => {
      const problem = imageProblem(name, all);
      return problem === undefined ? [] : [`--image: '${name}' ${problem}`];
    }),
  };
}

/** Why a name is not one of the found images, as text to follow the name. */
export function imageProblem(name: string, found: readonly ProposedImage[]): string | undefined {
  const names = found.map((each) => each.name);
  if (names.includes(toAsciiLowerCase(name))) return undefined;
  const suggestion = findNearest(name, names);
  if (suggestion !== undefined) return `was not found; did you mean '${suggestion}'?`;
  return `was not found; ${names.length === 0 ? "there are no images" : `found: ${names.join(", ")}`}`;
}
