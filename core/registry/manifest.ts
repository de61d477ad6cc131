import { createHash } from "node:crypto";
import { isRecord, parseRecord } from "../http/json";

/** What a registry holds under a digest. */
export interface Manifest {
  readonly digest: string;
  readonly mediaType: string;
  readonly bytes: number;
  /** `linux/amd64` and so on; empty where the manifest is no index. */
  readonly platforms: readonly string[];
  /** The annotations of the manifest itself. */
  readonly annotations: Readonly<Record<string, string>>;
}

/** What a registry tells of a manifest without giving it: its word alone, not verified. */
export interface ManifestHead {
  readonly digest: string;
  readonly mediaType: string;
  readonly bytes: number;
}

const types = [
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
  "application/vnd.docker.distribution.manifest.v2+json",
];

export const manifestTypes = types.join(", ");

/** Both specifications want the version 2; some tools leave it out and name the type alone. */
export function isManifest(body: Buffer): boolean {
  const { schemaVersion, mediaType } = parseRecord(body.toString());
  return schemaVersion === 2 || (typeof mediaType === "string" && types.includes(mediaType));
}

export const digestPattern = /^sha256:[0-9a-f]{64}$/;

export function digestOf(body: Buffer): string {
  return `sha256:${createHash("sha256").update(body).digest("hex")}`;
}

/** Anybody can push any text as a manifest: what is not of the right shape is left out. */
export function parseManifest(body: Buffer, digest: string): Manifest {
  const { mediaType, annotations, manifests } = parseRecord(body.toString());
  const entries: readonly unknown[] = Array.isArray(manifests) ? manifests : [];
  return {
    digest,
    mediaType: typeof mediaType === "string" ? mediaType : "unknown",
    bytes: body.length,
    platforms: entries.flatMap(platformOf),
    annotations: texts(annotations),
  };
}

/** A manifest that an index names. */
export interface Child {
  readonly digest: string;
  /** `linux/amd64`; none for what is no image, or does not say. */
  readonly platform?: string;
  /** Whether it tells of another one how it was built, as BuildKit stores that. */
  readonly isAttestation: boolean;
}

/** What an index names, in its order; nothing where the manifest is none. */
export function childrenOf(body: Buffer): readonly Child[] | undefined {
  const { manifests } = parseRecord(body.toString());
  if (!Array.isArray(manifests)) return undefined;
  return (manifests as readonly unknown[]).flatMap((entry) => {
    const { digest, annotations } = isRecord(entry) ? entry : {};
    if (typeof digest !== "string" || !digestPattern.test(digest)) return [];
    const [platform] = platformOf(entry);
    const isAttestation = texts(annotations)["vnd.docker.reference.type"] !== undefined;
    return [{ digest, isAttestation, ...(platform === undefined ? {} : { platform }) }];
  });
}

function platformOf(entry: unknown): readonly string[] {
  const platform = isRecord(entry) ? entry.platform : undefined;
  if (!isRecord(platform)) return [];
  const { os, architecture, variant } = platform;
  // An attestation is stored beside the images, as one for an unknown platform.
  if (typeof os !== "string" || typeof architecture !== "string" || os === "unknown") return [];
  return [
    [os, architecture, ...(typeof variant === "string" && variant !== "" ? [variant] : [])].join(
      "/",
    ),
  ];
}

function texts(value: unknown): Record<string, string> {
  if (!isRecord(value)) return {};
  return Object.fromEntries(
    Object.entries(value).filter((pair): pair is [string, string] => typeof pair[1] === "string"),
  );
}
