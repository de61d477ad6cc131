import { posix } from "node:path";
import { defaultTags } from "../../core/tags/rules";
import type { UpkeepPlan } from "../../core/workflows/upkeep";
import type { PlainSettings } from "./schema";

/** What a repository's workflow is where it does not say. */
export const workflowDefaults = {
  authentication: "token",
  branch: "main",
  path: ".github/workflows/publish.yml",
  pullRequest: false,
  root: ".",
} as const;

/** Which versions stay where the upkeep does not say. */
export const upkeepDefaults = {
  schedule: "23 3 * * SUN",
  olderThan: "90 days",
  keepUntagged: 10,
  keepTags: [],
  delete: false,
} as const;

type Defaults = NonNullable<PlainSettings["defaults"]>;
type Written = NonNullable<PlainSettings["repositories"]>[string];
type WrittenImage = NonNullable<Written["images"]>[string];

/** An image as the workflow builds it: its paths go from the repository's root. */
export interface WorkflowImage {
  readonly name: string;
  readonly context: string;
  readonly dockerfile?: string;
  readonly contexts?: Readonly<Record<string, string>>;
  readonly target?: string;
  readonly buildArgs?: Readonly<Record<string, string>>;
  readonly tags: readonly string[];
  readonly platforms: readonly string[];
  readonly visibility?: "public" | "private" | "internal";
}

/** The workflow that publishes from a repository, with every default filled in. */
export interface WorkflowSettings {
  readonly authentication: "token" | "workflow-token";
  readonly branch: string;
  readonly attest: boolean;
  readonly path: string;
  /** Whether a pull request brings it to its branch. */
  readonly pullRequest: boolean;
  /** The Actions secret that it logs in with. */
  readonly secretName: string;
  /** Whether it may be written over a file that is there already. */
  readonly overwrite: boolean;
  readonly images: readonly WorkflowImage[];
  /** What becomes of old versions; without it they stay. */
  readonly upkeep?: UpkeepPlan;
}

/** What GitHub runs without being told otherwise: the builder has none of its own to go by. */
const usualPlatforms: readonly string[] = ["linux/amd64"];

/**
 * The rules where nobody wrote any. `ghcr:version` is not asked: a workflow gets its version from the
 * tag that it runs for, and would have to be written anew with each release.
 */
const usualTags = defaultTags("the tag that is pushed");

/** What of a repository's settings its workflow is made of. */
interface Asked extends Pick<Written, "workflow" | "visibility" | "adopt" | "images"> {
  readonly secretName: string;
}

/** The workflow that the settings ask for; none where no image is left to it. */
export function plannedWorkflow(
  { workflow, visibility, adopt, images = {}, secretName }: Asked,
  defaults: Defaults,
): WorkflowSettings | undefined {
  if (workflow === undefined) return undefined;
  const { attest = visibility === "public", ...written } = workflow;
  const { root, upkeep, ...all } = { ...workflowDefaults, ...written };
  const built = Object.entries(images).flatMap(([name, own]) => {
    const image = { ...defaults, ...own };
    return image.build === "actions" ? [plannedImage(name, image, root)] : [];
  });
  if (built.length === 0) return undefined;
  return {
    ...{ ...all, attest, secretName, overwrite: adopt === "overwrite", images: built },
    ...(upkeep === undefined ? {} : { upkeep: { ...upkeepDefaults, ...upkeep } }),
  };
}

function plannedImage(name: string, image: WrittenImage, root: string): WorkflowImage {
  const { context, dockerfile, contexts, target, buildArgs, packageVisibility } = image;
  const { tags = usualTags, platforms = usualPlatforms } = image;
  // Each path was looked at before, and one that leads elsewhere told.
  const at = (path: string): string => fromRoot(root, path) ?? path;
  const named = Object.entries(contexts ?? {}).map(([id, path]) => [id, at(path)] as const);
  return {
    name,
    context: at(context),
    ...(dockerfile === undefined ? {} : { dockerfile: at(dockerfile) }),
    ...(contexts === undefined ? {} : { contexts: Object.fromEntries(named) }),
    ...(target === undefined ? {} : { target }),
    ...(buildArgs === undefined ? {} : { buildArgs }),
    tags,
    platforms,
    ...(packageVisibility === undefined ? {} : { visibility: packageVisibility }),
  };
}

/**
 * The path from the repository's root, where it leads there by way of the root's own path: what the
 * folders above are called is not known. What lies on no disk stays as it is.
 */
export function fromRoot(root: string, path: string): string | undefined {
  if (isAddress(path)) return path;
  const [above, whole] = [steps(root), steps(path)];
  const below = whole.slice(above.length);
  const isBelow = above.every((step, index) => step === whole[index]);
  return isBelow && below[0] !== ".." ? below.join("/") || "." : undefined;
}

function steps(path: string): readonly string[] {
  return posix
    .normalize(path)
    .split("/")
    .filter((step) => step !== "." && step !== "");
}

/** `docker-image://…`, `https://…`, `git@host:…`: what a builder fetches by itself. */
function isAddress(path: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\/|^[^/]+@[^/]+:/i.test(path);
}
