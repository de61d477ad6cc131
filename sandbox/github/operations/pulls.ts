import { z } from "zod";

import type { PullRequest } from "../../world/pulls";
import type { Repository } from "../../world/world";
import { lookUp, now, takeId } from "../../world/world";
import type { Answer, FieldError } from "../answer";
import { created, failure, notFound, ok, unprocessable } from "../answer";
import { Refusal, requireRepository, requireWritable } from "../find";
import { closePullRequests, listCommitsBetween, mergeTrees, mergeInto } from "../git/merge";
import { nextNumber } from "../numbers";
import type { Call, Operations } from "../operation";
import { pullShape, findTips } from "../shapes/pull";

const ROUTE = "/repos/{owner}/{repo}/pulls";
const ONE = `${ROUTE}/{pull_number}`;
const SCOPES = ["public_repo", "repo"];

const changesSchema = z.object({
  title: z.string().optional(),
  body: z.string().nullish(),
  head: z.string().optional(),
  base: z.string().optional(),
  draft: z.boolean().optional(),
  state: z.enum(["open", "closed"]).optional(),
});

const mergeSchema = z.object({
  sha: z.string().optional(),
  commit_title: z.string().optional(),
  merge_method: z.enum(["merge", "squash", "rebase"]).default("merge"),
});

export const pullOperations: Operations = {
  "pulls/get": {
    route: `GET ${ONE}`,
    scopes: ["repo"],
    anonymous: true,
    handle: (call) => {
      const repository = requireRepository(call, "read");
      return ok(pullShape(call, repository, requirePull(call, repository)));
    },
  },
  "pulls/create": {
    route: `POST ${ROUTE}`,
    scopes: SCOPES,
    handle: async (call) => {
      const repository = requireWritable(call, "write");
      const refused = findWorkflowRefusal(call, repository) ?? findPullRefusal(call, repository);
      if (refused !== null) return refused;
      const pull = newPull(call, repository);
      repository.pulls = [...(repository.pulls ?? []), pull];
      await call.commit();
      return created(pullShape(call, repository, pull));
    },
  },
  "pulls/update": {
    route: `PATCH ${ONE}`,
    scopes: SCOPES,
    handle: async (call) => {
      const repository = requireWritable(call, "write");
      const pull = requirePull(call, repository);
      const { title = pull.title, body = pull.body, base = pull.base, state } = parseBody(call);
      if (lookUp(repository.git.branches, base) === undefined && base !== pull.base) {
        return unprocessable("Validation Failed", [invalid("base")]);
      }
      const refused = state === undefined ? null : setState(repository, pull, state);
      if (refused !== null) return refused;
      Object.assign(pull, { title, body, base, updatedAt: now() });
      await call.commit();
      return ok(pullShape(call, repository, pull));
    },
  },
  "pulls/merge": {
    route: `PUT ${ONE}/merge`,
    scopes: SCOPES,
    handle: async (call) => {
      const repository = requireWritable(call, "write");
      const pull = requirePull(call, repository);
      const request = mergeSchema.safeParse(call.body);
      if (!request.success) return unprocessable("Validation Failed");
      const { merge_method: method, sha, commit_title: title } = request.data;
      const refused = findMethodRefusal(repository, method);
      if (refused !== null) return refused;
      const current = findTips(repository, pull);
      if (sha !== undefined && sha !== current.head) {
        return failure(409, "Head branch was modified. Review and try the merge again.");
      }
      const tree =
        pull.state === "open" ? mergeTrees(repository.git, current.base, current.head) : null;
      if (tree === null) return failure(405, "Pull Request is not mergeable");
      const name = call.token?.owner ?? "";
      const message = title ?? `Merge pull request #${pull.number} from ${pull.head}`;
      const isSquashed = method !== "merge";
      const id = mergeInto(repository, pull, tree, { message, isSquashed, name });
      const time = now();
      Object.assign(pull, {
        ...{ headSha: current.head, baseSha: current.base, state: "closed" },
        ...{ closedAt: time, updatedAt: time, merge: { sha: id, by: name, at: time } },
      });
      if (repository.settings.delete_branch_on_merge) {
        Reflect.deleteProperty(repository.git.branches, pull.head);
        closePullRequests(repository, pull.head, current.head);
      }
      await call.commit();
      return ok({ sha: id, merged: true, message: "Pull Request successfully merged" });
    },
  },
};

function requirePull(call: Call, repository: Repository): PullRequest {
  const number = Number(call.parameters.pull_number);
  const found = repository.pulls?.find((pull) => pull.number === number);
  if (found === undefined) throw new Refusal(notFound);
  return found;
}

function parseBody(call: Call): z.infer<typeof changesSchema> {
  const request = changesSchema.safeParse(call.body);
  if (request.success) return request.data;
  const fields = request.error.issues.map(({ path }) => invalid(path.join(".")));
  throw new Refusal(unprocessable("Validation Failed", fields));
}

/** The branch without the owner's prefix, which is always the repository's owner here. */
function readHead(call: Call, repository: Repository): string {
  const { head = "" } = parseBody(call);
  const prefix = `${repository.owner.toLowerCase()}:`;
  return head.toLowerCase().startsWith(prefix) ? head.slice(prefix.length) : head;
}

/** The repository setting "Allow GitHub Actions to create and approve pull requests". */
function findWorkflowRefusal({ token }: Call, { actions }: Repository): Answer | null {
  if (token?.kind !== "actions" || actions.canApprovePullRequestReviews) return null;
  const message = "GitHub Actions is not permitted to create or approve pull requests.";
  return failure(403, message, "/pulls/pulls#create-a-pull-request");
}

function findPullRefusal(call: Call, repository: Repository): Answer | null {
  const { title, base = "" } = parseBody(call);
  const head = readHead(call, repository);
  const { branches } = repository.git;
  const [to, from] = [lookUp(branches, base), lookUp(branches, head)];
  if (title === undefined || title === "")
    return refusal({ code: "missing_field", field: "title" });
  if (to === undefined) return refusal(invalid("base"));
  if (from === undefined) return refusal(invalid("head"));
  const exists = repository.pulls?.some(
    (pull) => pull.state === "open" && pull.head === head && pull.base === base,
  );
  const custom = (message: string): Answer => refusal({ code: "custom", field: "", message });
  if (exists === true) {
    return custom(`A pull request already exists for ${repository.owner}:${head}.`);
  }
  return listCommitsBetween(repository.git, to, from).length === 0
    ? custom(`No commits between ${base} and ${head}`)
    : null;
}

function newPull(call: Call, repository: Repository): PullRequest {
  const { title = "", body = null, base = "", draft = false } = parseBody(call);
  const head = readHead(call, repository);
  const time = now();
  return {
    id: takeId(call.world),
    number: nextNumber(repository),
    ...{ title, body, head, base, draft },
    headSha: lookUp(repository.git.branches, head) ?? "",
    baseSha: lookUp(repository.git.branches, base) ?? "",
    state: "open",
    author: call.token?.owner ?? "",
    createdAt: time,
    updatedAt: time,
    closedAt: null,
    merge: null,
  };
}

/** Closing a closed or merged pull request changes nothing. */
function setState(
  repository: Repository,
  pull: PullRequest,
  state: "open" | "closed",
): Answer | null {
  if (state === pull.state) return null;
  if (state === "open") {
    const isGone = lookUp(repository.git.branches, pull.head) === undefined;
    if (pull.merge !== null || isGone) return refusal(invalid("state"));
    Object.assign(pull, { state, closedAt: null });
    return null;
  }
  const { head: headSha, base: baseSha } = findTips(repository, pull);
  Object.assign(pull, { state, headSha, baseSha, closedAt: now() });
  return null;
}

function findMethodRefusal({ settings }: Repository, method: string): Answer | null {
  const allowed = {
    merge: settings.allow_merge_commit,
    squash: settings.allow_squash_merge,
    rebase: settings.allow_rebase_merge,
  };
  const names = { merge: "Merge commits", squash: "Squash merges", rebase: "Rebase merges" };
  const kind = method as keyof typeof allowed;
  return allowed[kind] ? null : failure(405, `${names[kind]} are not allowed on this repository.`);
}

function refusal(error: Omit<FieldError, "resource">): Answer {
  return unprocessable("Validation Failed", [{ resource: "PullRequest", ...error }]);
}

function invalid(field: string): FieldError {
  return { resource: "PullRequest", code: "invalid", field };
}
