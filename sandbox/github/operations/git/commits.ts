import { lookUp } from "../../../world/world";
import { failure, ok } from "../../answer";
import { requireRepository } from "../../find";
import { listCommits, resolveCommit } from "../../git/commits";
import { commitShape } from "../../shapes/git";
import type { Operations } from "../../operation";
import { paginate } from "../../page";

export const commitOperations: Operations = {
  "repos/get-branch": {
    route: "GET /repos/{owner}/{repo}/branches/{branch}",
    scopes: ["repo"],
    anonymous: true,
    handle: (call) => {
      const repository = requireRepository(call, "read");
      const name = call.parameters.branch ?? "";
      const id = lookUp(repository.git.branches, name);
      const found = id === undefined ? null : resolveCommit(repository, id);
      if (found === null) return failure(404, "Branch not found");
      const path = `/repos/${repository.owner}/${repository.name}/branches/${name}`;
      return ok({
        name,
        commit: commitShape(call, repository, found.id, found.commit),
        _links: { self: call.base + path, html: `https://github.com${path}` },
        protected: repository.protectedBranches?.includes(name) === true,
        protection: {},
        protection_url: `${call.base}${path}/protection`,
      });
    },
  },
  "repos/list-commits": {
    route: "GET /repos/{owner}/{repo}/commits",
    scopes: ["repo"],
    anonymous: true,
    handle: (call) => {
      const repository = requireRepository(call, "read");
      if (Object.keys(repository.git.branches).length === 0) {
        return failure(409, "Git Repository is empty.");
      }
      const all = listCommits(repository, call.query.get("sha"), call.query.get("path"));
      const path = `/repos/${repository.owner}/${repository.name}/commits`;
      const { items, headers } = paginate(call, path, all);
      const body = items.map(({ id, commit }) => commitShape(call, repository, id, commit));
      return { status: 200, body, headers };
    },
  },
  "repos/get-commit": {
    route: "GET /repos/{owner}/{repo}/commits/{ref}",
    scopes: ["repo"],
    anonymous: true,
    handle: (call) => {
      const repository = requireRepository(call, "read");
      const reference = call.parameters.ref ?? "";
      const found = resolveCommit(repository, reference);
      if (found === null) return failure(422, `No commit found for SHA: ${reference}`);
      return ok({
        ...commitShape(call, repository, found.id, found.commit),
        stats: { total: 0, additions: 0, deletions: 0 },
        files: [],
      });
    },
  },
};
