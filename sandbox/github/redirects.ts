import { hasScope } from "../tokens";
import { findRepositoryRole } from "../world/access";
import type { World } from "../world/world";
import { findRepository, isSameName } from "../world/world";
import type { Answer } from "./answer";
import type { Call } from "./operation";

const FOLLOW_REDIRECTS =
  "https://docs.github.com/rest/guides/best-practices-for-using-the-rest-api#follow-redirects";

/** `/repositories/{id}`: undocumented, but GitHub redirects old names to it. */
const BY_ID = /^\/repositories\/(\d+)(?=\/|$)/;

/** Replaces the repository's id in the path with its name. */
export function resolveIdPath(world: World, path: string): string {
  const id = BY_ID.exec(path)?.[1];
  const repository = world.repositories.find((one) => String(one.id) === id);
  return repository === undefined
    ? path
    : path.replace(BY_ID, `/repos/${repository.owner}/${repository.name}`);
}

/**
 * The redirect for a renamed repository: 301 for GET, and 307 for other methods, which
 * keeps method and body (docs.github.com, Best practices for using the REST API, Follow redirects).
 */
export function findRedirect(
  { world, token, parameters, base, query }: Omit<Call, "body">,
  method: string,
  path: string,
): Answer | null {
  const { owner = "", repo = "" } = parameters;
  if (findRepository(world, owner, repo) !== undefined) return null;
  const repository = world.repositories.find(
    (one) =>
      isSameName(one.owner, owner) && one.formerNames?.some((name) => isSameName(name, repo)),
  );
  if (repository === undefined || findRepositoryRole(world, token, repository) === null)
    return null;
  const isPublic = repository.visibility === "public";
  if (!isPublic && (token === null || !hasScope(token, ["repo"]))) return null;
  const rest = path.replace(/^\/repos\/[^/]+\/[^/]+/, "");
  const search = query.size === 0 ? "" : `?${query.toString()}`;
  const url = `${base}/repositories/${repository.id}${rest}${search}`;
  const status = method === "GET" ? 301 : 307;
  const message = method === "GET" ? "Moved Permanently" : "Temporary Redirect";
  const body = { message, url, documentation_url: FOLLOW_REDIRECTS };
  return { status, body, headers: { Location: url } };
}
