import type { Package, PackageVersion } from "../../world/world";
import { findAccount } from "../../world/world";
import { person } from "./account";
import type { Call } from "../operation";
import { minimalRepository } from "./repository";

/** `package`: without `repository` if it is not linked. */
export function packageShape(call: Call, one: Package): Record<string, unknown> {
  const repository = call.world.repositories.find(({ id }) => id === one.repositoryId);
  return {
    id: one.id,
    name: one.name,
    package_type: "container",
    owner: person(call, one.owner),
    version_count: one.versions.filter(({ deletedAt }) => deletedAt === undefined).length,
    visibility: one.visibility,
    url: packageUrl(call, one),
    created_at: one.createdAt,
    updated_at: one.updatedAt,
    ...(repository === undefined
      ? {}
      : { repository: minimalRepository(call.world, repository, call.base) }),
    html_url: htmlUrl(call, one),
  };
}

/** `package-version`: a container version's name is its digest. */
export function versionShape(
  call: Call,
  one: Package,
  version: PackageVersion,
): Record<string, unknown> {
  return {
    id: version.id,
    name: version.digest,
    url: `${packageUrl(call, one)}/versions/${version.id}`,
    package_html_url: htmlUrl(call, one),
    html_url: `${htmlUrl(call, one)}/${version.id}`,
    created_at: version.createdAt,
    updated_at: version.updatedAt,
    ...(version.deletedAt === undefined ? {} : { deleted_at: version.deletedAt }),
    metadata: { package_type: "container", container: { tags: version.tags } },
  };
}

function packageUrl(call: Call, one: Package): string {
  return `${call.base}/${accountSegment(call, one)}/${one.owner}/packages/container/${encodeURIComponent(one.name)}`;
}

function htmlUrl(call: Call, one: Package): string {
  return `https://github.com/${accountSegment(call, one)}/${one.owner}/packages/container/package/${encodeURIComponent(one.name)}`;
}

function accountSegment(call: Call, one: Package): "orgs" | "users" {
  return findAccount(call.world, one.owner)?.type === "Organization" ? "orgs" : "users";
}
