import { lowered } from "../../../core/oci/reference";
import { isRecord } from "../../../core/http/json";
import { CannotRun, Explained } from "../../explained";
import type { BuilderHere } from "./builder";
import { choose, ownerOf } from "./choose";
import type { Seen } from "./look";
import type { Place } from "./place";
import type { ProposedImage } from "./proposal";
import { hasImage, type Plan, type PlannedRepository, type Visibility } from "./settingsFile";
import { askRepository } from "./token";
import { plainValue, type Tokens } from "./tokenStep";

/** The answers to all questions, as far as anybody gave them. */
export interface Answered {
  readonly owner: string | undefined;
  readonly images: readonly string[] | undefined;
  readonly tags: readonly string[] | undefined;
  readonly visibility: Visibility | undefined;
  readonly build: "pulumi" | "actions" | undefined;
}

export interface Planned {
  readonly plan: Plan;
  /** What was found and is not taken, each with its reason. */
  readonly leftOut: readonly string[];
  /** What could not be told. */
  readonly notes: readonly string[];
}

export interface PlanQuestion {
  readonly seen: Seen;
  readonly answers: Answered;
  readonly tokens: Tokens;
  readonly place: Place;
  /** What the stack sets already. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly builder: BuilderHere;
}

/** Makes of what was found, answered and told by GitHub what is to stand in the settings. */
export async function makePlan(question: PlanQuestion): Promise<Planned> {
  const { seen, answers, tokens, place, config, builder } = question;
  const written = typeof config["ghcr:owner"] === "string" ? config["ghcr:owner"] : undefined;
  const owner = ownerOf(answers.owner, written, seen.repositories) ?? tokens.account ?? undefined;
  if (owner === undefined)
    throw refusal(["--owner: is missing, and GitHub did not tell the token's account"]);
  const { repositories, leftOut, problems } = choose(seen.repositories, owner, answers.images);
  if (problems.length > 0) throw refusal(problems);
  const known = isRecord(config["ghcr:repositories"]) ? config["ghcr:repositories"] : {};
  // All that the stack has would be another's, and be published there.
  if (written !== undefined && lowered(written) !== lowered(owner) && isFilled(known)) {
    throw refusal([
      `--owner: the stack's owner is ${written}, and its repositories are ${written}'s; make another stack for ${owner}: --owner ${owner} --stack NAME`,
    ]);
  }
  if (repositories.length === 0 && !isFilled(known)) {
    throw refusal([
      `there is no Dockerfile to publish below ${place.folders.join(", ")}`,
      ...leftOut.map((each) => `  not taken: ${each}`),
    ]);
  }
  const token = plainValue(tokens.administrator);
  const planned = await Promise.all(
    repositories.map(async ({ name, root, images }) => {
      const onGitHub = await askRepository(token, place.api, { owner, name });
      const key = Object.keys(known).find((each) => lowered(each) === lowered(name));
      const isKnown = key !== undefined;
      // What somebody left out once stays out until it is asked for by its name.
      const isTaken = (image: ProposedImage): boolean =>
        !isKnown || answers.images !== undefined || hasImage(imagesOf(known[key]), image);
      const others = images.filter((each) => !isTaken(each)).map((each) => each.name);
      return { onGitHub, isKnown, name, root, images: images.filter(isTaken), others };
    }),
  );
  const refused = planned.flatMap(({ name, onGitHub }) =>
    onGitHub.is === "there" && onGitHub.isArchived
      ? [
          `${owner}/${name}: is archived, and GitHub takes no change of it; unarchive it on its settings page`,
        ]
      : [],
  );
  if (refused.length > 0) throw new Explained(refused.join("\n"));
  const workflow = workflowOf(answers, builder);
  const plan: Plan = {
    owner,
    ...(tokens.account !== null && lowered(tokens.account) !== lowered(owner)
      ? { username: tokens.account }
      : {}),
    repositories: planned.map(({ name, root, images, onGitHub, isKnown }): PlannedRepository => {
      const { visibility = "private" } = answers;
      const create = { visibility, isSaid: answers.visibility !== undefined };
      return {
        name: onGitHub.is === "there" ? onGitHub.name : name,
        root,
        images,
        ...(onGitHub.is === "absent" ? { create } : {}),
        ...(answers.build !== undefined || !isKnown ? { workflow } : {}),
      };
    }),
    ...(answers.tags === undefined ? {} : { tags: answers.tags }),
    ...(builder.is === "own" && !workflow && !hasOtherBuilder(config, builder.name)
      ? { builder: builder.name }
      : {}),
  };
  const notes = planned.flatMap(({ name, onGitHub }) =>
    onGitHub.is === "unknown"
      ? [`${owner}/${name}: whether it is there cannot be told: ${onGitHub.why}`]
      : [],
  );
  const others = planned.flatMap((each) =>
    each.others.map((name) => `${name}: is not in the settings; --image ${name} takes it`),
  );
  return { plan, leftOut: [...leftOut, ...others], notes };
}

function isFilled(repositories: Readonly<Record<string, unknown>>): boolean {
  return Object.keys(repositories).length > 0;
}

function hasOtherBuilder(config: PlanQuestion["config"], name: string): boolean {
  const written = config["ghcr:builder"];
  return written !== undefined && !(isRecord(written) && written.name === name);
}

function imagesOf(repository: unknown): unknown {
  return isRecord(repository) ? repository.images : undefined;
}

/** Whether GitHub builds: where nobody says, it does what this machine cannot. */
export function workflowOf({ build }: Answered, builder: BuilderHere): boolean {
  return build === undefined ? builder.is === "none" : build === "actions";
}

function refusal(problems: readonly string[]): CannotRun {
  return new CannotRun(problems.join("\n"));
}
