import { isRecord } from "../http/json";

/** A container package, as GitHub's API shows it. */
export interface PackageFacts {
  /** Below its owner: `image` or `group/image`. */
  readonly name: string;
  /** In GitHub's capitalization. */
  readonly owner: string | null;
  readonly visibility: "public" | "private" | "internal";
  /** The linked repository, `owner/name`; null if there is none. */
  readonly repository: string | null;
  readonly versionCount: number;
  /** Its page. */
  readonly address: string;
}

/** A package version, identified by its digest. */
export interface VersionFacts {
  readonly id: number;
  readonly digest: string;
  /** Untagged is not unused: the parts of an index have no tag. */
  readonly tags: readonly string[];
  readonly createdAt: string;
  /** Its page; some servers give none. */
  readonly address: string | null;
}

const visibilities = ["public", "private", "internal"] as const;

/** Parses `package` of GitHub's API description; undefined if it has another shape. */
export function packageFacts(value: unknown): PackageFacts | undefined {
  if (!isRecord(value)) return undefined;
  const { name, version_count: versionCount, html_url: address, owner, repository } = value;
  const visibility = visibilities.find((one) => one === value.visibility);
  if (typeof name !== "string" || typeof address !== "string" || visibility === undefined) {
    return undefined;
  }
  return {
    name,
    owner: textIn(owner, "login"),
    visibility,
    repository: textIn(repository, "full_name"),
    versionCount: typeof versionCount === "number" ? versionCount : 0,
    address,
  };
}

/** Parses `package-version`; the name of a container's version is its digest. */
export function versionFacts(value: unknown): VersionFacts | undefined {
  if (!isRecord(value)) return undefined;
  const { id, name: digest, created_at: createdAt, metadata } = value;
  if (typeof id !== "number" || typeof digest !== "string" || typeof createdAt !== "string") {
    return undefined;
  }
  const container = isRecord(metadata) ? metadata.container : undefined;
  const tags: unknown = isRecord(container) ? container.tags : undefined;
  return {
    id,
    digest,
    tags: Array.isArray(tags) ? tags.filter((tag) => typeof tag === "string") : [],
    createdAt,
    address: textIn(value, "html_url"),
  };
}

function textIn(value: unknown, key: string): string | null {
  const text = isRecord(value) ? value[key] : undefined;
  return typeof text === "string" ? text : null;
}
