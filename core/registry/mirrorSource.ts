import { absentOrAnswerOf } from "./refusal";
import { RegistryClient, RegistryFailure, RegistryRefusal } from "./client";
import type { RegistryClientOptions } from "./client";
import type { UnknownAnswer, Refused } from "../http/answer";
import type { Reference } from "../oci/reference";

/** What a registry has of an image that is to be copied from it. */
export interface SourceImage {
  readonly digest: string;
  /** Each platform's own manifest; of a manifest that is no index none is named. */
  readonly platforms: Readonly<Record<string, string>>;
  readonly isIndex: boolean;
  /** Whether the index holds how its images were built. */
  readonly isAttested: boolean;
  /** Whether a signature, or a statement, lies beside it; nothing where that is unknown. */
  readonly isSigned?: boolean;
}

/** Why nothing was read. */
export type Unavailable = { readonly outcome: "absent" } | Refused | UnknownAnswer;

export type SourceAnswer<What> = { readonly outcome: "found"; readonly value: What } | Unavailable;

/** Reads images of other registries. What a registry says never throws. */
export class MirrorSource {
  private readonly client: RegistryClient;

  constructor(options: RegistryClientOptions) {
    this.client = new RegistryClient(options);
  }

  /** The digest behind a tag, by one HEAD, which counts against no limit of Docker Hub's. */
  digest(reference: Reference): Promise<SourceAnswer<string>> {
    return toAnswer(async () => {
      try {
        return (await this.client.manifestHead(reference)).digest;
      } catch (error) {
        if (!needsManifest(error)) throw error;
        return (await this.client.manifest(reference)).digest;
      }
    });
  }

  tags({ name }: Reference): Promise<SourceAnswer<readonly string[]>> {
    return toAnswer(() => this.client.tags(name));
  }

  /** All that a copy is made of, for a digest that is new. */
  image(reference: Reference & { readonly digest: string }): Promise<SourceAnswer<SourceImage>> {
    const { digest } = reference;
    return toAnswer(async () => {
      const [children, isSigned] = await Promise.all([
        this.client.children(reference),
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

  /** By the tag that cosign gives a signature, and by the list of what is about the image. */
  private async isSigned(reference: Reference): Promise<boolean | undefined> {
    const { registry, name, digest = "" } = reference;
    const tag = `${digest.replace(":", "-")}.sig`;
    const [signature, referrers] = await Promise.all([
      this.digest({ registry, name, tag }),
      toAnswer(() => this.client.referrers(reference)),
    ]);
    if (signature.outcome === "found") return true;
    if (referrers.outcome === "found" && referrers.value > 0) return true;
    const isKnown = signature.outcome === "absent" && referrers.outcome === "found";
    return isKnown ? false : undefined;
  }
}

/**
 * Some registries give no digest without the manifest, and the answer to a HEAD has no words
 * that say why it is refused.
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
    return absentOrAnswerOf(error);
  }
}
