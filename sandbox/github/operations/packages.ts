import { hasScopes } from "../../tokens";
import { findDeletedPackage, includesRole, findPackageRole } from "../../world/access";
import type { Package, PackageVersion } from "../../world/world";
import { findAccount, findPackage, now, isSameName } from "../../world/world";
import type { Answer } from "../answer";
import { failure, noContent, notFound, ok } from "../answer";
import { Refusal, requireSingleSignOn } from "../find";
import type { Call, Operation, Operations } from "../operation";
import { packageShape, versionShape } from "../shapes/package";
import { paginate } from "../page";

/** The three paths to an account's packages, and where each contains the account. */
const ACCOUNTS: Record<string, { path: string; short: string; owner: (call: Call) => string }> = {
  "authenticated-user": {
    path: "/user",
    short: "authenticated-user",
    owner: (call) => call.token?.owner ?? "",
  },
  user: {
    path: "/users/{username}",
    short: "user",
    owner: (call) => call.parameters.username ?? "",
  },
  organization: { path: "/orgs/{org}", short: "org", owner: (call) => call.parameters.org ?? "" },
};

/** How long a deletion can be undone (docs.github.com, Deleting and restoring a package). */
const RESTORABLE_MILLISECONDS = 30 * 24 * 3600 * 1000;

const READ = ["read:packages"];
const DELETE = ["delete:packages", "read:packages"];
const RESTORE = ["read:packages", "write:packages"];

/** As in SmartsquareGmbH/delete-old-packages#27. */
const packageNotFound = failure(404, "Package not found.");

type Handler = (call: Call, owner: string) => Answer | Promise<Answer>;

/**
 * List, get, delete and restore are the only operations: a PATCH, which would set the visibility,
 * gets 404. GitHub's names for them are irregular: `for-organization`, but `for-org`.
 */
export const packageOperations: Operations = Object.fromEntries(
  Object.entries(ACCOUNTS).flatMap(([account, { path, short, owner }]) => {
    const one = `${path}/packages/{package_type}/{package_name}`;
    const version = `${one}/versions/{package_version_id}`;
    const operation = (
      id: string,
      route: string,
      scopes: readonly string[],
      what: string,
      handle: Handler,
    ): [string, Operation] => {
      const names = scopes.join(" and ");
      const missingScopes = failure(403, `You need at least ${names} scope to ${what}.`);
      const serve = (call: Call): Answer | Promise<Answer> => {
        // All of them are required (GitHub's description: "the `read:packages` and …").
        const isAllowed = call.token !== null && hasScopes(call.token, scopes);
        return isAllowed ? handle(call, owner(call)) : missingScopes;
      };
      return [`packages/${id}`, { route, scopes, missingScopes, handle: serve }];
    };
    return [
      operation(
        `list-packages-for-${account}`,
        `GET ${path}/packages`,
        READ,
        "list packages",
        listPackages,
      ),
      operation(`get-package-for-${account}`, `GET ${one}`, READ, "get a package", getPackage),
      operation(
        `delete-package-for-${short}`,
        `DELETE ${one}`,
        DELETE,
        "delete a package",
        deletePackage,
      ),
      operation(
        `restore-package-for-${short}`,
        `POST ${one}/restore`,
        RESTORE,
        "restore a package",
        restorePackage,
      ),
      operation(
        `get-all-package-versions-for-package-owned-by-${short}`,
        `GET ${one}/versions`,
        READ,
        "list package versions",
        listVersions,
      ),
      operation(
        `get-package-version-for-${account}`,
        `GET ${version}`,
        READ,
        "get a package version",
        getVersion,
      ),
      operation(
        `delete-package-version-for-${short}`,
        `DELETE ${version}`,
        DELETE,
        "delete a package version",
        deleteVersion,
      ),
      operation(
        `restore-package-version-for-${short}`,
        `POST ${version}/restore`,
        RESTORE,
        "restore a package version",
        restoreVersion,
      ),
    ];
  }),
);

function listPackages(call: Call, owner: string): Answer {
  const account = findAccount(call.world, owner);
  if (account === undefined) return notFound;
  // A workflow's token can get packages, but not list them (cli/cli#9606).
  if (call.token?.kind === "actions") return failure(400, "Invalid argument.");
  requireSingleSignOn(call, account.login);
  const type = call.query.get("package_type");
  const visibility = call.query.get("visibility");
  const all = call.world.packages.filter(
    (one) =>
      isSameName(one.owner, owner) &&
      type === "container" &&
      one.deletedAt === undefined &&
      (visibility === null || one.visibility === visibility) &&
      findPackageRole(call.world, call.token, one) !== null,
  );
  const { items, headers } = paginate(call, `${accountPath(call, owner)}/packages`, all);
  return { status: 200, body: items.map((one) => packageShape(call, one)), headers };
}

function getPackage(call: Call, owner: string): Answer {
  return ok(packageShape(call, requirePackage(call, owner, "read")));
}

async function deletePackage(call: Call, owner: string): Promise<Answer> {
  requirePackage(call, owner, "admin").deletedAt = now();
  await call.commit();
  return noContent;
}

async function restorePackage(call: Call, owner: string): Promise<Answer> {
  const found = findDeletedPackage(call.world, owner, call.parameters.package_name ?? "");
  if (found === undefined || !isRestorable(found)) return notFound;
  requireRole(call, found, "admin");
  delete found.deletedAt;
  await call.commit();
  return noContent;
}

function listVersions(call: Call, owner: string): Answer {
  const found = requirePackage(call, owner, "read");
  const wantsDeleted = call.query.get("state") === "deleted";
  const all = found.versions.filter(({ deletedAt }) => (deletedAt !== undefined) === wantsDeleted);
  const path = `${accountPath(call, owner)}/packages/container/${encodeURIComponent(found.name)}/versions`;
  const { items, headers } = paginate(call, path, all.reverse());
  return { status: 200, body: items.map((one) => versionShape(call, found, one)), headers };
}

function getVersion(call: Call, owner: string): Answer {
  const found = requirePackage(call, owner, "read");
  return ok(versionShape(call, found, requireVersion(call, found, false)));
}

async function deleteVersion(call: Call, owner: string): Promise<Answer> {
  const found = requirePackage(call, owner, "admin");
  const version = requireVersion(call, found, false);
  if (found.versions.filter(({ deletedAt }) => deletedAt === undefined).length === 1) {
    // actions/delete-package-versions#231
    const message =
      "You cannot delete the last version of a package. You must delete the package instead.";
    return failure(400, message);
  }
  version.deletedAt = now();
  await call.commit();
  return noContent;
}

async function restoreVersion(call: Call, owner: string): Promise<Answer> {
  const found = requirePackage(call, owner, "admin");
  const version = requireVersion(call, found, true);
  if (!isRestorable(version)) return notFound;
  delete version.deletedAt;
  await call.commit();
  return noContent;
}

/** The package in the path. A caller who cannot read it gets 404. */
function requirePackage(call: Call, owner: string, role: "read" | "admin"): Package {
  const { package_type: type, package_name: name = "" } = call.parameters;
  const found = type === "container" ? findPackage(call.world, owner, name) : undefined;
  if (found === undefined) throw new Refusal(packageNotFound);
  requireRole(call, found, role);
  return found;
}

function requireRole(call: Call, found: Package, required: "read" | "admin"): void {
  const role = findPackageRole(call.world, call.token, found);
  if (role === null) throw new Refusal(packageNotFound);
  if (found.visibility === "private" || required === "admin")
    requireSingleSignOn(call, found.owner);
  if (!includesRole(role, required)) {
    throw new Refusal(failure(403, "You must be an admin of this package to do that."));
  }
}

function requireVersion(call: Call, found: Package, isDeleted: boolean): PackageVersion {
  const id = Number(call.parameters.package_version_id);
  const version = found.versions.find((one) => one.id === id);
  if (version === undefined || (version.deletedAt !== undefined) !== isDeleted) {
    throw new Refusal(notFound);
  }
  return version;
}

function isRestorable({ deletedAt }: { deletedAt?: string }): boolean {
  return deletedAt !== undefined && Date.now() - Date.parse(deletedAt) < RESTORABLE_MILLISECONDS;
}

function accountPath(call: Call, owner: string): string {
  if (call.parameters.username !== undefined) return `/users/${owner}`;
  return call.parameters.org === undefined ? "/user" : `/orgs/${owner}`;
}
