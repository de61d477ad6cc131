import { hasScope } from "../../tokens";
import type { Package, PackageVersion } from "../../world/world";
import { findAccount, findPackage, sameName } from "../../world/world";
import { simpleAccount } from "../accountShape";
import type { Answer } from "../answer";
import { failure, notFound, ok } from "../answer";
import type { Call, Operation, Operations } from "../operation";
import { page } from "../page";
import { minimalRepository } from "../repositoryShape";

/** The three ways to an account's packages, and how each names the account. */
const ACCOUNTS: Record<string, { path: string; owner: (call: Call) => string }> = {
  "authenticated-user": { path: "/user", owner: (call) => call.token?.owner ?? "" },
  user: { path: "/users/{username}", owner: (call) => call.parameters.username ?? "" },
  organization: { path: "/orgs/{org}", owner: (call) => call.parameters.org ?? "" },
};

/** GitHub's names are not of one make: `get-package-for-user`, `list-packages-for-user`, but … */
export const packageOperations: Operations = Object.fromEntries(
  Object.entries(ACCOUNTS).flatMap(([whose, { path, owner }]) => {
    const one = `${path}/packages/{package_type}/{package_name}`;
    const versions =
      whose === "user" ? "for-package-owned-by-user" : `for-package-owned-by-${ownedBy(whose)}`;
    return [
      [
        `packages/list-packages-for-${whose}`,
        operation(`GET ${path}/packages`, "list packages", (call) => list(call, owner(call))),
      ],
      [
        `packages/get-package-for-${whose}`,
        operation(`GET ${one}`, "get a package", (call) => get(call, owner(call))),
      ],
      [
        `packages/get-all-package-versions-${versions}`,
        operation(`GET ${one}/versions`, "list package versions", (call) =>
          listVersions(call, owner(call)),
        ),
      ],
    ];
  }),
);

function ownedBy(whose: string): string {
  return whose === "organization" ? "org" : whose;
}

function operation(route: string, what: string, handle: Operation["handle"]): Operation {
  const lacking = failure(403, `You need at least read:packages scope to ${what}.`);
  return { route, scopes: ["read:packages"], lacking, handle };
}

function list(call: Call, owner: string): Answer {
  if (findAccount(call.world, owner) === undefined) return notFound;
  const type = call.query.get("package_type");
  const visibility = call.query.get("visibility");
  const all = call.world.packages.filter(
    (one) =>
      sameName(one.owner, owner) &&
      type === "container" &&
      (visibility === null || one.visibility === visibility) &&
      maySee(call, one),
  );
  const { items, headers } = page(call, `${rootOf(call, owner)}/packages`, all);
  return { status: 200, body: items.map((one) => shape(call, one)), headers };
}

function get(call: Call, owner: string): Answer {
  const found = visible(call, owner);
  return found === null ? notFound : ok(shape(call, found));
}

function listVersions(call: Call, owner: string): Answer {
  const found = visible(call, owner);
  if (found === null) return notFound;
  const path = `${rootOf(call, owner)}/packages/container/${encodeURIComponent(found.name)}/versions`;
  const { items, headers } = page(call, path, [...found.versions].reverse());
  return { status: 200, body: items.map((one) => versionShape(call, found, one)), headers };
}

function visible(call: Call, owner: string): Package | null {
  const { package_type: type, package_name: name = "" } = call.parameters;
  const found = type === "container" ? findPackage(call.world, owner, name) : undefined;
  return found !== undefined && maySee(call, found) ? found : null;
}

function maySee(call: Call, one: Package): boolean {
  if (one.visibility === "public") return true;
  return call.token !== null && sameName(call.token.owner, one.owner) && hasScope(call.token, []);
}

function rootOf(call: Call, owner: string): string {
  if (call.parameters.username !== undefined) return `/users/${owner}`;
  return call.parameters.org === undefined ? "/user" : `/orgs/${owner}`;
}

function packageUrl(call: Call, one: Package): string {
  const kind = findAccount(call.world, one.owner)?.type === "Organization" ? "orgs" : "users";
  return `${call.base}/${kind}/${one.owner}/packages/container/${encodeURIComponent(one.name)}`;
}

function htmlUrl(call: Call, one: Package): string {
  const kind = findAccount(call.world, one.owner)?.type === "Organization" ? "orgs" : "users";
  return `https://github.com/${kind}/${one.owner}/packages/container/package/${encodeURIComponent(one.name)}`;
}

/** `package`: without `repository` where it is linked to none. */
function shape(call: Call, one: Package): Record<string, unknown> {
  const owner = findAccount(call.world, one.owner);
  const repository = call.world.repositories.find(({ id }) => id === one.repositoryId);
  return {
    id: one.id,
    name: one.name,
    package_type: "container",
    owner: owner === undefined ? null : simpleAccount(owner, call.base),
    version_count: one.versions.length,
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

/** `package-version`: a container's version is called by its digest. */
function versionShape(call: Call, one: Package, version: PackageVersion): Record<string, unknown> {
  return {
    id: version.id,
    name: version.digest,
    url: `${packageUrl(call, one)}/versions/${version.id}`,
    package_html_url: htmlUrl(call, one),
    html_url: `${htmlUrl(call, one)}/${version.id}`,
    created_at: version.createdAt,
    updated_at: version.updatedAt,
    metadata: { package_type: "container", container: { tags: version.tags } },
  };
}
