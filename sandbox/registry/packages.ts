import type { Package, PackageVersion, Token, World } from "../world/world";
import { findAccount, findPackage, findRepository, now, isSameName, takeId } from "../world/world";
import type { ImageName } from "./rights";

const SOURCE = "org.opencontainers.image.source";

export interface PushedManifest {
  digest: string;
  /** Null for a push by digest, as an index's children are. */
  tag: string | null;
  source: string | null;
}

interface Manifest {
  manifests?: unknown[];
  annotations?: Record<string, string>;
  config?: { digest?: string };
}

/**
 * A manifest's source. For an index only its annotation counts
 * (docker/metadata-action#355); for a single platform the label in the image's config.
 */
export async function readSource(
  content: Buffer,
  readConfig: (digest: string) => Promise<Buffer | null>,
): Promise<string | null> {
  const manifest = JSON.parse(content.toString("utf8")) as Manifest;
  if (manifest.manifests !== undefined) return manifest.annotations?.[SOURCE] ?? null;
  const digest = manifest.config?.digest;
  const config = digest === undefined ? null : await readConfig(digest);
  if (config === null) return null;
  try {
    const { config: image } = JSON.parse(config.toString("utf8")) as {
      config?: { Labels?: Record<string, string> | null };
    };
    return image?.Labels?.[SOURCE] ?? null;
  } catch {
    // An artifact's config may not be JSON.
    return null;
  }
}

/**
 * Records a push. The first one creates the package, private. The first tag decides its link:
 * manifests that are pushed by digest before are an index's children, whose labels do not count.
 */
export function recordPush(
  world: World,
  image: ImageName,
  pushed: PushedManifest,
  pusher: Token | null,
): void {
  const found = findPackage(world, image.owner, image.name) ?? createPackage(world, image, pusher);
  const time = now();
  found.updatedAt = time;
  let version = findLiveVersion(found, pushed.digest);
  if (version === undefined) {
    const { digest } = pushed;
    version = { id: takeId(world), digest, tags: [], createdAt: time, updatedAt: time };
    // A deleted version of the same digest can no longer be restored.
    found.versions = found.versions.filter((other) => other.digest !== digest);
    found.versions.push(version);
  }
  version.updatedAt = time;
  const { tag } = pushed;
  if (tag === null) return;
  for (const other of found.versions) other.tags = other.tags.filter((one) => one !== tag);
  version.tags.push(tag);
  if (found.linkDecided) return;
  found.linkDecided = true;
  found.repositoryId = findLinkedRepository(world, image.owner, pushed.source);
}

/**
 * The first pusher becomes the package's admin; for a workflow it is the repository that ran it
 * (docs.github.com, Publishing and installing a package with GitHub Actions).
 */
function createPackage(world: World, image: ImageName, pusher: Token | null): Package {
  const repositoryId = pusher?.kind === "actions" ? pusher.repositoryId : undefined;
  const time = now();
  const created: Package = {
    id: takeId(world),
    owner: findAccount(world, image.owner)?.login ?? image.owner,
    name: image.name,
    visibility: "private",
    repositoryId: null,
    linkDecided: false,
    createdAt: time,
    updatedAt: time,
    versions: [],
    creator: repositoryId === undefined ? (pusher?.owner ?? null) : null,
    ...(repositoryId === undefined ? {} : { actionsAccess: { [repositoryId]: "admin" } }),
  };
  world.packages.push(created);
  return created;
}

/** Links only to a repository of the package's account: a mirror keeps its upstream's label. */
function findLinkedRepository(world: World, owner: string, source: string | null): number | null {
  const parts = /^https?:\/\/[^/]+\/([^/]+)\/([^/]+?)(?:\.git)?\/?$/.exec(source ?? "");
  if (parts === null) return null;
  const [, account = "", name = ""] = parts;
  if (!isSameName(account, owner)) return null;
  return findRepository(world, account, name)?.id ?? null;
}

/** The version with this tag or digest, unless it is deleted. */
export function findLiveVersion(one: Package, reference: string): PackageVersion | undefined {
  return one.versions.find(
    ({ digest, tags, deletedAt }) =>
      deletedAt === undefined && (digest === reference || tags.includes(reference)),
  );
}
