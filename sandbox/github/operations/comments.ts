import { permissionsOf } from "../../tokens";
import type { IssueComment } from "../../world/issues";
import type { Repository } from "../../world/world";
import { now, takeId } from "../../world/world";
import { created, failure, notFound, ok, unprocessable } from "../answer";
import { Refusal, requireRepository, requireWritable } from "../find";
import { authorOf, commentShape } from "../shapes/issue";
import { isTooLong } from "../numbers";
import type { Call, Operations } from "../operation";
import { paginate } from "../page";

const ROUTE = "/repos/{owner}/{repo}/issues";
const OF_ISSUE = `${ROUTE}/{issue_number}/comments`;
const ONE = `${ROUTE}/comments/{comment_id}`;
const SCOPES = ["public_repo", "repo"];

/** Comments on issues and, by the same calls, on pull requests. */
export const commentOperations: Operations = {
  "issues/list-comments": {
    route: `GET ${OF_ISSUE}`,
    scopes: ["repo"],
    anonymous: true,
    handle: (call) => {
      const repository = requireRepository(call, "read");
      const number = requireThread(call, repository, "read");
      const all = (repository.comments ?? []).filter((each) => each.number === number);
      const path = `/repos/${repository.owner}/${repository.name}/issues/${number}/comments`;
      const { items, headers } = paginate(call, path, all);
      const body = items.map((comment) => commentShape(call, repository, comment));
      return { status: 200, body, headers };
    },
  },
  "issues/create-comment": {
    route: `POST ${OF_ISSUE}`,
    scopes: SCOPES,
    handle: async (call) => {
      const repository = requireRepository(call, "read");
      const number = requireThread(call, repository, "write");
      const body = readBody(call);
      const time = now();
      const comment: IssueComment = {
        id: takeId(call.world),
        ...{ number, body, author: authorOf(call.token) },
        ...{ createdAt: time, updatedAt: time },
      };
      repository.comments = [...(repository.comments ?? []), comment];
      await call.commit();
      return created(commentShape(call, repository, comment));
    },
  },
  "issues/update-comment": {
    route: `PATCH ${ONE}`,
    scopes: SCOPES,
    handle: async (call) => {
      const repository = requireWritable(call, "write");
      const comment = requireComment(call, repository, "write");
      Object.assign(comment, { body: readBody(call), updatedAt: now() });
      await call.commit();
      return ok(commentShape(call, repository, comment));
    },
  },
};

type Level = "read" | "write";

/** The number of the issue or pull request, if the token has the permission for it. */
function requireThread(call: Call, repository: Repository, level: Level): number {
  const number = Number(call.parameters.issue_number);
  requirePermission(call, repository, number, level);
  return number;
}

function requireComment(call: Call, repository: Repository, level: Level): IssueComment {
  const id = Number(call.parameters.comment_id);
  const found = repository.comments?.find((each) => each.id === id);
  if (found === undefined) throw new Refusal(notFound);
  requirePermission(call, repository, found.number, level);
  return found;
}

/**
 * Comments on an issue require the permission `issues`, those on a pull request `pull_requests`.
 */
function requirePermission(
  { token }: Call,
  repository: Repository,
  number: number,
  level: Level,
): void {
  const has = (all: readonly { number: number }[] = []): boolean =>
    all.some((each) => each.number === number);
  const isPull = has(repository.pulls);
  if (!isPull && !has(repository.issues)) throw new Refusal(notFound);
  const bounds = token === null ? null : permissionsOf(token);
  const granted = bounds?.[isPull ? "pull_requests" : "issues"];
  if (bounds === null || granted === "write" || granted === level) return;
  if (level === "read" && repository.visibility === "public") return;
  const who = token?.kind === "fine-grained" ? "personal access token" : "integration";
  throw new Refusal(failure(403, `Resource not accessible by ${who}`));
}

function readBody({ body: { body } }: Call): string {
  if (typeof body === "string" && body !== "" && !isTooLong(body)) return body;
  const [code, message] = isTooLong(typeof body === "string" ? body : "")
    ? ["unprocessable", "Body is too long (maximum is 65536 characters)"]
    : ["missing_field", "Body cannot be blank"];
  const error = { resource: "IssueComment", code, field: "data", message };
  throw new Refusal(unprocessable("Validation Failed", [error]));
}
