import { toAsciiLowerCase } from "../../../../core/oci/reference";
import { isRecord } from "../../../../core/http/json";
import { CannotRun, UserError } from "../../../errors";
import type { AvailableBuilder } from "../builder";
import { selectImages, chooseOwner } from "./selection";
import type { FolderScan } from "../scan/scanFolders";
import type { Prerequisites } from "../prerequisites";
import type { ProposedImage } from "../scan/proposal";
import { selectNewMirrors, type PlannedMirror } from "./mirrors";
import { hasImage, type Plan, type PlannedRepository, type Visibility } from "./settingsFile";
import { observeRepository } from "../token/checkTokens";
import { plainValue, type Tokens } from "../token/tokenStep";

/** The answers that were given. */
export interface Answers {
  readonly owner: string | undefined;
  readonly images: readonly string[] | undefined;
  readonly tags: readonly string[] | undefined;
  readonly visibility: Visibility | undefined;
  readonly build: "pulumi" | "actions" | undefined;
  /** The images to mirror. */
  readonly mirrors?: readonly PlannedMirror[] | undefined;
}

export interface PlanResult {
  readonly plan: Plan;
  /** What was found but is not included, each with its reason. */
  readonly skipped: readonly string[];
  /** What is unknown. */
  readonly notes: readonly string[];
}

export interface PlanInput {
  readonly scan: FolderScan;
  readonly answers: Answers;
  readonly tokens: Tokens;
  readonly prerequisites: Prerequisites;
  /** The stack's current settings. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly builder: AvailableBuilder;
}

/** Combines the scan, the answers and what GitHub reports into the settings to write. */
export async function makePlan(input: PlanInput): Promise<PlanResult> {
  const { scan, answers, tokens, prerequisites, config, builder } = input;
  const configuredOwner =
    typeof config["ghcr:owner"] === "string" ? config["ghcr:owner"] : undefined;
  const owner =
    chooseOwner(answers.owner, configuredOwner, scan.repositories) ?? tokens.account ?? undefined;
  if (owner === undefined)
    throw createCannotRun(["--owner is missing, and the token's account is unknown"]);
  const { repositories, skipped, problems } = selectImages(
    scan.repositories,
    owner,
    answers.images,
  );
  const { mirrors: requested = [] } = answers;
  const { mirrors, problems: taken } = selectNewMirrors(requested, config["ghcr:mirrors"]);
  const all = [...problems, ...taken.map((each) => `--mirror: ${each}`)];
  if (all.length > 0) throw createCannotRun(all);
  const configured = isRecord(config["ghcr:repositories"]) ? config["ghcr:repositories"] : {};
  // What is in the stack would change its owner, and be published there.
  const owned = hasEntries(configured)
    ? "repositories"
    : hasEntries(config["ghcr:mirrors"])
      ? "mirrors"
      : undefined;
  if (
    configuredOwner !== undefined &&
    toAsciiLowerCase(configuredOwner) !== toAsciiLowerCase(owner) &&
    owned !== undefined
  ) {
    throw createCannotRun([
      `--owner: the stack's owner is ${configuredOwner}, and its ${owned} are ${configuredOwner}'s; create another stack for ${owner}: --owner ${owner} --stack NAME`,
    ]);
  }
  // Also if the stack has repositories: it would publish those, and not this folder.
  if (repositories.length === 0 && requested.length === 0) {
    throw new CannotRun(nothingToPublish(prerequisites.folders, skipped));
  }
  const planned = await Promise.all(
    repositories.map(async ({ name, root, images }) => {
      const token = plainValue(tokens.administrator);
      const onGitHub = await observeRepository(token, prerequisites.api, { owner, name });
      const key = Object.keys(configured).find(
        (each) => toAsciiLowerCase(each) === toAsciiLowerCase(name),
      );
      const isConfigured = key !== undefined;
      // An image that was removed from the settings stays out until it is named.
      const isIncluded = (image: ProposedImage): boolean =>
        !isConfigured || answers.images !== undefined || hasImage(imagesOf(configured[key]), image);
      const unlisted = images.filter((each) => !isIncluded(each)).map((each) => each.name);
      return { onGitHub, isConfigured, name, root, images: images.filter(isIncluded), unlisted };
    }),
  );
  const refused = planned.flatMap(({ name, onGitHub }) =>
    onGitHub.status === "exists" && onGitHub.isArchived
      ? [`${owner}/${name}: is archived and read-only; unarchive it on its settings page`]
      : [],
  );
  if (refused.length > 0) throw new UserError(refused.join("\n"));
  const workflow = usesWorkflow(answers, builder);
  const plan: Plan = {
    owner,
    ...(tokens.account !== null && toAsciiLowerCase(tokens.account) !== toAsciiLowerCase(owner)
      ? { username: tokens.account }
      : {}),
    repositories: planned.map(
      ({ name, root, images, onGitHub, isConfigured }): PlannedRepository => {
        const { visibility = "private" } = answers;
        const create = { visibility, isExplicit: answers.visibility !== undefined };
        return {
          name: onGitHub.status === "exists" ? onGitHub.name : name,
          root,
          images,
          ...(onGitHub.status === "absent" ? { create } : {}),
          ...(answers.build !== undefined || !isConfigured ? { workflow } : {}),
        };
      },
    ),
    mirrors,
    ...(answers.tags === undefined ? {} : { tags: answers.tags }),
    // A mirror is copied from registry to registry.
    ...(planned.length > 0 &&
    builder.kind === "named" &&
    !workflow &&
    !hasOtherBuilder(config, builder.name)
      ? { builder: builder.name }
      : {}),
  };
  const notes = planned.flatMap(({ name, onGitHub }) =>
    onGitHub.status === "unknown"
      ? [`${owner}/${name}: whether it exists is unknown: ${onGitHub.why}`]
      : [],
  );
  const unlisted = planned.flatMap((each) =>
    each.unlisted.map((name) => `${name}: is not in the settings; to include it: --image ${name}`),
  );
  return { plan, skipped: [...skipped, ...unlisted], notes };
}

export function hasEntries(map: unknown): boolean {
  return isRecord(map) && Object.keys(map).length > 0;
}

function hasOtherBuilder(config: PlanInput["config"], name: string): boolean {
  const configured = config["ghcr:builder"];
  return configured !== undefined && !(isRecord(configured) && configured.name === name);
}

function imagesOf(repository: unknown): unknown {
  return isRecord(repository) ? repository.images : undefined;
}

/** Whether GitHub builds: by default only if this machine cannot. */
export function usesWorkflow({ build }: Answers, builder: AvailableBuilder): boolean {
  return build === undefined ? builder.kind === "none" : build === "actions";
}

/** The message if no Dockerfile that was found is to be published. */
export function nothingToPublish(folders: readonly string[], skipped: readonly string[]): string {
  return [
    `no Dockerfile to publish below ${folders.join(", ")}`,
    ...skipped.map((each) => `  skipped: ${each}`),
  ].join("\n");
}

function createCannotRun(problems: readonly string[]): CannotRun {
  return new CannotRun(problems.join("\n"));
}
