import { nearest } from "../../../core/text/nearest";
import { lowered } from "../../../core/oci/reference";
import { isUsualImage, ownedBy, type ProposedImage, type ProposedRepository } from "./proposal";

/** What was answered already, by flags or by the person at the keyboard. */
export interface Answers {
  readonly owner: string | undefined;
  readonly images: readonly string[] | undefined;
}

export interface Chosen {
  readonly owner: string;
  readonly repositories: readonly ProposedRepository[];
  /** What was found and is not taken, each with its reason. */
  readonly leftOut: readonly string[];
}

/**
 * Whose packages they are: the one that was named, the one that the stack has already, or the one
 * that git names most often. Only where nobody says is it the token's account.
 */
export function ownerOf(
  answered: string | undefined,
  written: string | undefined,
  found: readonly ProposedRepository[],
): string | undefined {
  const owners = found.flatMap(({ owner }) => owner ?? []);
  const times = (name: string): number =>
    owners.filter((each) => lowered(each) === lowered(name)).length;
  const [usual] = [...owners].sort((one, other) => times(other) - times(one));
  return answered ?? written ?? usual;
}

/** Takes what belongs to the owner, and of it the images that were named, or those that are usual. */
export function choose(
  found: readonly ProposedRepository[],
  owner: string,
  names: readonly string[] | undefined,
): Chosen & { readonly problems: readonly string[] } {
  const own = ownedBy(owner, found);
  const others = found.filter((each) => !own.includes(each));
  const all = own.flatMap(({ images }) => images);
  const wanted = names?.map(lowered);
  const isTaken = (image: ProposedImage): boolean =>
    wanted === undefined ? isUsualImage(image) : wanted.includes(image.name);
  return {
    owner,
    repositories: own
      .map((each) => ({ ...each, images: each.images.filter(isTaken) }))
      .filter(({ images }) => images.length > 0),
    leftOut: [
      ...found.flatMap(({ leftOut }) => leftOut),
      ...others.map(
        ({ name, owner: other = "" }) =>
          `${other}/${name}: belongs to ${other}, and a stack has one owner; --owner ${other} --stack NAME makes one for it`,
      ),
      ...own.flatMap(({ images }) =>
        images
          .filter((each) => wanted === undefined && !isUsualImage(each))
          .map(({ name }) => `${name}: is for developers by its name; --image ${name} takes it`),
      ),
    ],
    problems: (names ?? []).flatMap((name) => {
      const problem = imageProblem(name, all);
      return problem === undefined ? [] : [`--image: '${name}' ${problem}`];
    }),
  };
}

/** What is wrong with a name as that of an image that was found, in words that follow it. */
export function imageProblem(name: string, found: readonly ProposedImage[]): string | undefined {
  const names = found.map((each) => each.name);
  if (names.includes(lowered(name))) return undefined;
  const meant = nearest(name, names);
  if (meant !== undefined) return `was not found; did you mean '${meant}'?`;
  return `was not found; there ${names.length === 0 ? "is none" : `are ${names.join(", ")}`}`;
}
