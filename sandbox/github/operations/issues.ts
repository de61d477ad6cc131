import { z } from "zod";

import type { Issue } from "../../world/issues";
import type { PullRequest } from "../../world/pulls";
import type { Repository } from "../../world/world";
import { now, takeId } from "../../world/world";
import type { Answer } from "../answer";
import { created, failure, notFound, ok, unprocessable } from "../answer";
import { Refusal, requireRepository, requireWritable } from "../find";
import { authorOf, issueShape, pullAsIssue } from "../shapes/issue";
import { isTooLong, nextNumber } from "../numbers";
import type { Call, Operations } from "../operation";
import { paginate } from "../page";

const ROUTE = "/repos/{owner}/{repo}/issues";
const ONE = `${ROUTE}/{issue_number}`;
const SCOPES = ["public_repo", "repo"];

const DISABLED = failure(410, "Issues are disabled for this repo", "/issues/issues");

const changesSchema = z.object({
  title: z.union([z.string(), z.number()]).optional(),
  body: z.string().nullish(),
  state: z.enum(["open", "closed"]).optional(),
  state_reason: z.enum(["completed", "not_planned", "duplicate", "reopened"]).nullish(),
});

export const issueOperations: Operations = {
  "issues/list-for-repo": {
    route: `GET ${ROUTE}`,
    scopes: ["repo"],
    anonymous: true,
    handle: (call) => {
      const repository = requireIssuesEnabled(requireRepository(call, "read"));
      const { query } = call;
      const [state, creator] = ["state", "creator"].map((name) => query.get(name));
      const isMatch = ({ state: itsState, author }: Issue | PullRequest): boolean =>
        (state === "all" || itsState === (state ?? "open")) &&
        (creator == null || creator === author);
      const sign = query.get("direction") === "asc" ? 1 : -1;
      const all = [...(repository.issues ?? []), ...(repository.pulls ?? [])]
        .filter(isMatch)
        .sort((one, other) => sign * (one.number - other.number));
      const path = `/repos/${repository.owner}/${repository.name}/issues`;
      const { items, headers } = paginate(call, path, all);
      const body = items.map((one) =>
        "head" in one ? pullAsIssue(call, repository, one) : issueShape(call, repository, one),
      );
      return { status: 200, body, headers };
    },
  },
  // Creating an issue requires read access only.
  "issues/create": {
    route: `POST ${ROUTE}`,
    scopes: SCOPES,
    handle: async (call) => {
      const repository = requireIssuesEnabled(requireRepository(call, "read"));
      const { title = "", body = null } = parseBody(call);
      if (title === "") return refusal("missing_field", "title");
      const time = now();
      const issue: Issue = {
        id: takeId(call.world),
        number: nextNumber(repository),
        ...{ title: String(title), body, state: "open", stateReason: null },
        author: authorOf(call.token),
        ...{ createdAt: time, updatedAt: time, closedAt: null },
      };
      repository.issues = [...(repository.issues ?? []), issue];
      await call.commit();
      return created(issueShape(call, repository, issue));
    },
  },
  "issues/update": {
    route: `PATCH ${ONE}`,
    scopes: SCOPES,
    handle: async (call) => {
      const repository = requireIssuesEnabled(requireWritable(call, "write"));
      const issue = requireIssue(call, repository);
      const { title = issue.title, body = issue.body, state, state_reason } = parseBody(call);
      if (title === "") return refusal("missing_field", "title");
      const time = now();
      Object.assign(issue, { title: String(title), body, updatedAt: time });
      if (state !== undefined && state !== issue.state) {
        const isClosed = state === "closed";
        const stateReason = state_reason ?? (isClosed ? "completed" : "reopened");
        Object.assign(issue, { state, stateReason, closedAt: isClosed ? time : null });
      }
      await call.commit();
      return ok(issueShape(call, repository, issue));
    },
  },
};

function requireIssuesEnabled(repository: Repository): Repository {
  if (!repository.settings.has_issues) throw new Refusal(DISABLED);
  return repository;
}

function requireIssue(call: Call, repository: Repository): Issue {
  const number = Number(call.parameters.issue_number);
  const found = repository.issues?.find((issue) => issue.number === number);
  if (found === undefined) throw new Refusal(notFound);
  return found;
}

function parseBody(call: Call): z.infer<typeof changesSchema> {
  const request = changesSchema.safeParse(call.body);
  if (!request.success) {
    const [issue] = request.error.issues;
    throw new Refusal(refusal("invalid", issue?.path.join(".") ?? ""));
  }
  if (isTooLong(request.data.body)) {
    throw new Refusal(refusal("custom", "body", "body is too long (maximum is 65536 characters)"));
  }
  return request.data;
}

function refusal(code: string, field: string, message?: string): Answer {
  const error = { resource: "Issue", code, field, ...(message && { message }) };
  return unprocessable("Validation Failed", [error]);
}
