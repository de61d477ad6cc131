import { hasScope } from "../tokens";
import type { Repository } from "../world/world";
import { findRepository, sameName } from "../world/world";
import type { Answer } from "./answer";
import { archived, failure, notFound } from "./answer";
import type { Call } from "./operation";

/** What the caller must be able to do with the repository. */
type Right = "read" | "write" | "administer";

/** Ends a call with an answer from anywhere below its operation. */
export class Refusal extends Error {
  constructor(readonly answer: Answer) {
    super(`refused with ${answer.status}`);
  }
}

/**
 * The repository that the path names, for a caller who may. Who may not see it is told that there
 * is none, as GitHub does.
 */
export function requireRepository(call: Call, right: Right): Repository {
  const { owner = "", repo = "" } = call.parameters;
  const repository = findRepository(call.world, owner, repo);
  if (repository === undefined) throw new Refusal(notFound);
  const { token } = call;
  const isOwner = token !== null && sameName(token.owner, repository.owner);
  const isPublic = repository.visibility === "public";
  const scoped = token !== null && hasScope(token, isPublic ? ["public_repo"] : ["repo"]);
  if (!isPublic && !(isOwner && scoped)) throw new Refusal(notFound);
  if (right === "read") return repository;
  if (!isOwner) throw new Refusal(failure(403, "Must have admin rights to Repository."));
  if (!scoped) throw new Refusal(notFound);
  return repository;
}

/** The same for a change: an archived repository takes none. */
export function requireWritable(call: Call, right: "write" | "administer"): Repository {
  const repository = requireRepository(call, right);
  if (repository.settings.archived) throw new Refusal(archived);
  return repository;
}
