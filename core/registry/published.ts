import type { UnknownAnswer, RefusedAnswer } from "../http/answer";
import type { Reference } from "../oci/reference";
import type { RegistryClient } from "./client";
import { answerOrAbsent } from "./refusal";

/** The image of a tag that is pushed elsewhere. */
export type PublishedAnswer =
  | {
      readonly outcome: "found";
      readonly digest: string;
      readonly platforms: readonly string[];
      /** The commit that it was built from, if its builder wrote that into the index. */
      readonly revision?: string | undefined;
    }
  /** Nobody has pushed it yet. */
  | { readonly outcome: "absent" }
  | RefusedAnswer
  | UnknownAnswer;

/** Reads the image of a tag, by one manifest. A registry's response never throws. */
export async function readPublished(
  client: RegistryClient,
  reference: Reference,
): Promise<PublishedAnswer> {
  try {
    const { digest, platforms, annotations } = await client.readManifest(reference);
    const revision = annotations["org.opencontainers.image.revision"];
    return { outcome: "found", digest, platforms, revision };
  } catch (error) {
    return answerOrAbsent(error);
  }
}

/** Why there is no digest, in a few words; undefined if there is one. */
export function explainMissingDigest(published: PublishedAnswer): string | undefined {
  switch (published.outcome) {
    case "found":
      return undefined;
    case "absent":
      return "nothing has been pushed there yet";
    case "no":
      return `the registry refuses the pull (${published.refusal.status}): ${published.refusal.text}`;
    case "unknown":
      return published.why;
  }
}
