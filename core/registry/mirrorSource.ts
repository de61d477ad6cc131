import { answerOrAbsent } from "./refusal";
import { RegistryClient, RegistryFailure, RegistryRefusal } from "./client";
import type { RegistryClientOptions } from "./client";
import type { UnknownAnswer, RefusedAnswer } from "../http/answer";
import type { Reference } from "../oci/reference";

/** An image to copy from another registry. */
export interface SourceImage {
  readonly digest: string;
  /** The manifest digest of each platform; empty if the image is not an index. */
  readonly platforms: Readonly<Record<string, string>>;
  readonly isIndex: boolean;
  /** Whether the index has attestations. */
  readonly isAttested: boolean;
  /** Whether the image has a signature or an attestation beside it; undefined if unknown. */
  readonly isSigned?: boolean;
}

/** The reason why nothing was read. */
export type UnavailableAnswer = { readonly outcome: "absent" } | RefusedAnswer | UnknownAnswer;

export type SourceAnswer<What> =
  { readonly outcome: "found"; readonly value: What } | UnavailableAnswer;

/** Reads images from other registries. A registry's response never throws. */
export class MirrorSource {
  private readonly client: RegistryClient;

  constructor(options: RegistryClientOptions) {
    this.client = new RegistryClient(options);
  }

  /** The digest of a tag, by one HEAD, which Docker Hub's rate limit does not count. */
  readDigest(reference: Reference): Promise<SourceAnswer<string>> {
    return toAnswer(async () => {
      try {
        return await this.client.readDigest(reference);
      } catch (error) {
        if (!needsManifest(error)) throw error;
        return (await this.client.readManifest(reference)).digest;
      }
    });
  }

  readTags({ name }: Reference): Promise<SourceAnswer<readonly string[]>> {
    return toAnswer(() => this.client.readTags(name));
  }

  /** Everything that a copy needs, for a new digest. */
  readImage(
    reference: Reference & { readonly digest: string },
  ): Promise<SourceAnswer<SourceImage>> {
    const { digest } = reference;
    return toAnswer(async () => {
      const [children, isSigned] = await Promise.all([
        this.client.readChildren(reference),
        this.isSigned(reference),
      ]);
      const entries = (children ?? []).flatMap(({ platform, digest }) =>
        platform === undefined ? [] : [[platform, digest] as const],
      );
      return {
        digest,
        platforms: Object.fromEntries(entries),
        isIndex: children !== undefined,
        isAttested: children?.some(({ isAttestation }) => isAttestation) === true,
        ...(isSigned === undefined ? {} : { isSigned }),
      };
    });
  }

  /** Checks the tag of a cosign signature, and the image's referrers. */
  private async isSigned(reference: Reference): Promise<boolean | undefined> {
    const { registry, name, digest = "" } = reference;
    const tag = `${digest.replace(":", "-")}.sig`;
    const [signature, referrers] = await Promise.all([
      this.readDigest({ registry, name, tag }),
      toAnswer(() => this.client.countReferrers(reference)),
    ]);
    if (signature.outcome === "found") return true;
    if (referrers.outcome === "found" && referrers.value > 0) return true;
    const isUnsigned = signature.outcome === "absent" && referrers.outcome === "found";
    return isUnsigned ? false : undefined;
  }
}

/**
 * Whether a GET may return more: some registries return no digest for a HEAD, and a response to a HEAD
 * has no body with the reason of a refusal.
 */
function needsManifest(error: unknown): boolean {
  if (error instanceof RegistryRefusal) {
    const { status, text } = error.refusal;
    return status !== 404 && text === "";
  }
  return error instanceof RegistryFailure;
}

async function toAnswer<What>(ask: () => Promise<What>): Promise<SourceAnswer<What>> {
  try {
    return { outcome: "found", value: await ask() };
  } catch (error) {
    return answerOrAbsent(error);
  }
}
