import { secretNameProblem } from "../oci/names";
import { plainName } from "../oci/plainName";
import { packageReference, printReference } from "../oci/reference";
import { tagRuleProblem } from "../tags/rules";
import { problemsOf, throwFirstProblem } from "./planProblem";
import { cleanupProblems, type CleanupPlan } from "./cleanup";

/** What a repository publishes, and how its workflow logs in. */
export interface PublishPlan {
  readonly owner: string;
  readonly repository: string;
  readonly registry: string;
  /** The Actions secret that is tried first. */
  readonly secretName: string;
  readonly authentication: "token" | "workflow-token";
  /** The branch whose pushes publish; tags `v*` publish too. */
  readonly branch: string;
  /** Whether GitHub's plan supports attestations for the repository. */
  readonly attest: boolean;
  /**
   * How the file is kept current: an update writes it or proposes it in a pull request, or somebody
   * prints it.
   * @default "update"
   */
  readonly keptBy?: "update" | "pull request" | "hand";
  readonly images: readonly PlannedImage[];
  /** Which old versions to delete; none by default. */
  readonly cleanup?: CleanupPlan | undefined;
}

/** An image of the plan. Its paths are relative to the repository's root. */
export interface PlannedImage {
  readonly name: string;
  readonly context: string;
  readonly dockerfile?: string;
  readonly target?: string;
  readonly buildArgs?: Readonly<Record<string, string>>;
  readonly contexts?: Readonly<Record<string, string>>;
  /** Rules as in core/tags/rules.ts. */
  readonly tags: readonly string[];
  readonly platforms: readonly string[];
  readonly visibility?: "public" | "private" | "internal";
}

/** An image with the names that its jobs use. */
export interface KeyedImage extends PlannedImage {
  /** `registry/owner/name`, in lower case. */
  readonly package: string;
  /** The image's unique name in the names of artifacts and caches. */
  readonly key: string;
}

/** The plan's images sorted by name, so that their order does not change the file. */
export function keyedImages({ registry, owner, images }: PublishPlan): readonly KeyedImage[] {
  const taken = new Set<string>();
  return [...images].sort(compareNames).map((image) => {
    const key = keyOf(image.name, taken);
    taken.add(key);
    return {
      ...image,
      // The platform of GitHub's default runners.
      platforms: image.platforms.length === 0 ? ["linux/amd64"] : [...new Set(image.platforms)],
      package: printReference(packageReference(registry, owner, image.name)),
      key,
    };
  });
}

/** Throws if a value would change its meaning in the file. */
export function checkPlan({ secretName, images, cleanup }: PublishPlan): void {
  throwFirstProblem([
    ...problemsOf("secretName", secretName, secretNameProblem),
    ...images.flatMap(({ tags }) => tags.flatMap((tag) => problemsOf("tags", tag, tagRuleProblem))),
    ...(cleanup === undefined ? [] : cleanupProblems(cleanup)),
  ]);
  if (images.length === 0) throw new Error("a publish workflow needs at least one image");
}

/** `v7/web` and `v7-web` both become `v7-web`, so the second one gets a number. */
function keyOf(name: string, taken: ReadonlySet<string>): string {
  const plain = plainName(name);
  for (let number = 1; ; number += 1) {
    const key = number === 1 ? plain : `${plain}-${number}`;
    if (!taken.has(key)) return key;
  }
}

function compareNames(a: PlannedImage, b: PlannedImage): number {
  if (a.name === b.name) return 0;
  return a.name < b.name ? -1 : 1;
}
