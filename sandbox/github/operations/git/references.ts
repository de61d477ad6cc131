import type { GitStore, Repository } from "../../../world/world";
import { lookUp } from "../../../world/world";
import { nodeId } from "../../shapes/account";
import type { Answer } from "../../answer";
import { created, failure, noContent, notFound, ok } from "../../answer";
import { requireRepository, requireWritable } from "../../find";
import { closePullRequests } from "../../git/merge";
import type { Call, Operations } from "../../operation";

const ROUTE = "/repos/{owner}/{repo}/git";
const PAGE = "/git/refs";
const SCOPES = ["public_repo", "repo"];

const repositoryIsEmpty = failure(409, "Git Repository is empty.", PAGE);
const refuse = (message: string): Answer => failure(422, message, PAGE);

/** Branches and tags by their full names. Tags are lightweight: they have no message. */
export const referenceOperations: Operations = {
  "git/get-ref": {
    route: `GET ${ROUTE}/ref/{ref}`,
    scopes: ["repo"],
    anonymous: true,
    handle: (call) => {
      const repository = requireRepository(call, "read");
      if (Object.keys(repository.git.commits).length === 0) return repositoryIsEmpty;
      const found = locate(repository.git, call.parameters.ref ?? "");
      const sha = found === null ? undefined : lookUp(found.among, found.name);
      return sha === undefined ? notFound : ok(referenceShape(call, repository, sha));
    },
  },
  "git/list-matching-refs": {
    route: `GET ${ROUTE}/matching-refs/{ref}`,
    scopes: ["repo"],
    anonymous: true,
    handle: (call) => {
      const repository = requireRepository(call, "read");
      if (Object.keys(repository.git.commits).length === 0) return repositoryIsEmpty;
      const start = call.parameters.ref ?? "";
      const all = { heads: repository.git.branches, tags: repository.git.tags ?? {} };
      const found = Object.entries(all).flatMap(([kind, among]) =>
        Object.entries(among).map(([name, sha]) => ({ name: `${kind}/${name}`, sha })),
      );
      return ok(
        found
          .filter(({ name }) => name.startsWith(start))
          .map(({ name, sha }) => referenceShape(call, repository, sha, `refs/${name}`)),
      );
    },
  },
  "git/create-ref": {
    route: `POST ${ROUTE}/refs`,
    scopes: SCOPES,
    handle: async (call) => {
      const repository = requireWritable(call, "write");
      const { git } = repository;
      const { ref, sha } = call.body;
      if (Object.keys(git.commits).length === 0) return repositoryIsEmpty;
      if (typeof ref !== "string" || !/^refs\/[^/]+\/[^/]/.test(ref)) {
        return refuse("Reference name must contain at least three slash-separated components.");
      }
      const found = locate(git, ref.slice("refs/".length));
      if (found === null) return refuse("Reference update failed");
      if (typeof sha !== "string" || !Object.hasOwn(git.commits, sha))
        return refuse("Object does not exist");
      if (Object.hasOwn(found.among, found.name)) return refuse("Reference already exists");
      found.among[found.name] = sha;
      await call.commit();
      return created(referenceShape(call, repository, sha, ref));
    },
  },
  "git/delete-ref": {
    route: `DELETE ${ROUTE}/refs/{ref}`,
    scopes: SCOPES,
    handle: async (call) => {
      const repository = requireWritable(call, "write");
      const { git } = repository;
      const found = locate(git, call.parameters.ref ?? "");
      const sha = found === null ? undefined : lookUp(found.among, found.name);
      if (found === null || sha === undefined) return refuse("Reference does not exist");
      const { protectedBranches = [] } = repository;
      if (protectedBranches.some((branch) => `heads/${branch}` === call.parameters.ref)) {
        return refuse("Cannot delete this protected branch");
      }
      Reflect.deleteProperty(found.among, found.name);
      if (found.among === git.branches) closePullRequests(repository, found.name, sha);
      await call.commit();
      return noContent;
    },
  },
};

/** Where `heads/main` or `tags/1.0` is stored, or would be; null for other kinds. */
function locate(
  git: GitStore,
  ref: string,
): { among: Record<string, string>; name: string } | null {
  const [, kind, name] = /^(heads|tags)\/(.+)$/.exec(ref) ?? [];
  if (name === undefined) return null;
  return { among: kind === "heads" ? git.branches : (git.tags ??= {}), name };
}

/** `git-ref`. */
function referenceShape(
  call: Call,
  repository: Repository,
  sha: string,
  ref = `refs/${call.parameters.ref ?? ""}`,
): Record<string, unknown> {
  const url = `${call.base}/repos/${repository.owner}/${repository.name}/git`;
  return {
    ref,
    node_id: nodeId("Ref", repository.id),
    url: `${url}/${ref}`,
    object: { sha, type: "commit", url: `${url}/commits/${sha}` },
  };
}
