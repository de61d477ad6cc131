import { printReference, type TaggedReference } from "../oci/reference";
import { RegistryClient } from "./client";
import { readPublished, explainMissingDigest } from "./published";

/** What an update would push as a release. */
export interface Release {
  /** The tags that name one version. */
  readonly tags: readonly TaggedReference[];
  /** The commit that it is built from, if known, with `-dirty` if files differ from it. */
  readonly commit: string | undefined;
  readonly username: string;
  readonly token: string;
}

/** What the stack's last update pushed, and what is known about the next one. */
export interface PriorPush {
  /** The digests in the state. */
  readonly digests: readonly string[];
  /** Whether an image will surely be built. Otherwise, one that is unchanged keeps its tags. */
  readonly willBuild: boolean;
}

/** The end of each problem, by which the error of an update is recognized. */
export const wouldMove = "this update would move it";

/** Whether a release is already in the registry, as another image than would be built now. */
export async function checkReleases(
  { tags, commit, username, token }: Release,
  { digests, willBuild }: PriorPush,
): Promise<{ readonly problems: readonly string[]; readonly warnings: readonly string[] }> {
  const problems: string[] = [];
  const warnings: string[] = [];
  const checks = tags.map(async (tag) => {
    const client = new RegistryClient({ registry: tag.registry, username, token });
    const published = await readPublished(client, tag);
    const reference = printReference(tag);
    if (published.outcome === "absent") return;
    if (published.outcome !== "found") {
      const reason = explainMissingDigest(published) ?? "";
      warnings.push(
        `whether ${reference} is already published is unknown, so it is built: ${reason}`,
      );
      return;
    }
    const { digest, revision } = published;
    const isPrior = digests.includes(digest);
    if (isPrior && !willBuild) return;
    const isSameCommit = commit === revision && commit?.endsWith("-dirty") === false;
    // The last update was interrupted after the push, before the state was saved.
    if (isSameCommit && !isPrior) {
      warnings.push(`${reference} is built again from the same commit; it was ${digest}`);
      return;
    }
    const origin = revision === undefined ? "" : ` from commit ${revision}`;
    problems.push(`${reference} is already published${origin} as ${digest}; ${wouldMove}`);
  });
  await Promise.all(checks);
  return { problems, warnings };
}
