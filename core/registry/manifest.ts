import { createHash } from "node:crypto";
import { isRecord, parseRecord } from "../http/json";

/** A manifest in a registry. */
export interface Manifest {
  readonly digest: string;
  readonly mediaType: string;
  /** `linux/amd64` and so on; empty if the manifest is not an index. */
  readonly platforms: readonly string[];
  /** The annotations of the manifest itself. */
  readonly annotations: Readonly<Record<string, string>>;
}

const types = [
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
  "application/vnd.docker.distribution.manifest.v2+json",
];

export const manifestTypes = types.join(", ");

/** Both specifications require version 2; some tools omit it and give the media type only. */
export function isManifest(body: Buffer): boolean {
  const { schemaVersion, mediaType } = parseRecord(body.toString());
  return schemaVersion === 2 || (typeof mediaType === "string" && types.includes(mediaType));
}

export const digestPattern = /^sha256:[0-9a-f]{64}$/;

export function digestOf(body: Buffer): string {
  return `sha256:${createHash("sha256").update(body).digest("hex")}`;
}

/** Parses a manifest. Anybody can push any text as one: invalid parts are ignored. */
export function parseManifest(body: Buffer, digest: string): Manifest {
  const { mediaType, annotations, manifests } = parseRecord(body.toString());
  const entries: readonly unknown[] = Array.isArray(manifests) ? manifests : [];
  return {
    digest,
    mediaType: typeof mediaType === "string" ? mediaType : "unknown",
    platforms: entries.flatMap(platformOf),
    annotations: textValues(annotations),
  };
}

/** A manifest that is listed in an index. */
export interface Child {
  readonly digest: string;
  /** `linux/amd64`; undefined for an attestation, or if the index gives none. */
  readonly platform?: string;
  /** Whether it is BuildKit's attestation of another manifest. */
  readonly isAttestation: boolean;
}

/** The manifests of an index, in order; undefined if the body is not an index. */
export function childrenOf(body: Buffer): readonly Child[] | undefined {
  const { manifests } = parseRecord(body.toString());
  if (!Array.isArray(manifests)) return undefined;
  return (manifests as readonly unknown[]).flatMap((entry) => {
    const { digest, annotations } = isRecord(entry) ? entry : {};
    if (typeof digest !== "string" || !digestPattern.test(digest)) return [];
    const [platform] = platformOf(entry);
    const isAttestation = textValues(annotations)["vnd.docker.reference.type"] !== undefined;
    return [{ digest, isAttestation, ...(platform === undefined ? {} : { platform }) }];
  });
}

function platformOf(entry: unknown): readonly string[] {
  const platform = isRecord(entry) ? entry.platform : undefined;
  if (!isRecord(platform)) return [];
  const { os, architecture, variant } = platform;
  // An attestation is listed with the platform `unknown`.
  if (typeof os !== "string" || typeof architecture !== "string" || os === "unknown") return [];
  return [
    [os, architecture, ...(typeof variant === "string" && variant !== "" ? [variant] : [])].join(
      "/",
    ),
  ];
}

function textValues(value: unknown): Record<string, string> {
  if (!isRecord(value)) return {};
  return Object.fromEntries(
    Object.entries(value).filter((pair): pair is [string, string] => typeof pair[1] === "string"),
  );
}
