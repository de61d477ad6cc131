import { hasScope } from "../../../tokens";
import type { Repository } from "../../../world/world";
import { findAccount, lookUp } from "../../../world/world";
import type { Answer } from "../../answer";
import { created, failure, notFound, ok, throughPullRequest, unprocessable } from "../../answer";
import { requireRepository, requireWritable } from "../../find";
import { commitFiles, resolveCommit } from "../../git/commits";
import { commitShape, directoryShape, fileShape } from "../../shapes/git";
import type { Call, Operations } from "../../operation";

const ROUTE = "/repos/{owner}/{repo}/contents/{path}";
const BASE64 = /^[A-Za-z0-9+/\s]*={0,2}\s*$/;

export const contentOperations: Operations = {
  "repos/get-content": {
    route: `GET ${ROUTE}`,
    scopes: ["repo"],
    anonymous: true,
    handle: (call) => {
      const repository = requireRepository(call, "read");
      const path = filePath(call);
      const reference = call.query.get("ref");
      if (Object.keys(repository.git.branches).length === 0) {
        return failure(404, "This repository is empty.");
      }
      const found = resolveCommit(repository, reference);
      if (found === null) return failure(404, `No commit found for the ref ${reference ?? ""}`);
      const address = { call, repository, reference };
      if (lookUp(found.commit.tree, path) !== undefined) {
        return ok(fileShape(address, found.commit, path));
      }
      const directory = directoryShape(address, found.commit, path);
      return directory.length === 0 ? notFound : ok(directory);
    },
  },
  "repos/create-or-update-file-contents": {
    route: `PUT ${ROUTE}`,
    scopes: ["public_repo", "repo"],
    handle: (call) => {
      const { content } = call.body;
      if (typeof content !== "string" || !BASE64.test(content)) {
        return unprocessable("content is not valid Base64");
      }
      return changeFile(call, Buffer.from(content, "base64"));
    },
  },
  "repos/delete-file": {
    route: `DELETE ${ROUTE}`,
    scopes: ["public_repo", "repo"],
    handle: (call) => changeFile(call, null),
  },
};

/** Writes or (null) deletes the file in the path, in a separate commit. */
async function changeFile(call: Call, content: Buffer | null): Promise<Answer> {
  const repository = requireWritable(call, "write");
  const path = filePath(call);
  if (path.startsWith(".github/workflows/") && !canChangeWorkflows(call)) return notFound;
  const { message, sha } = call.body;
  if (typeof message !== "string") {
    return unprocessable('Invalid request.\n\n"message" wasn\'t supplied.');
  }
  const branch = branchOf(call, repository);
  const before = resolveCommit(repository, branch);
  const isFirst = Object.keys(repository.git.branches).length === 0;
  if (before === null && !isFirst) return failure(404, `Branch ${branch} not found`);
  const old = before === null ? undefined : lookUp(before.commit.tree, path);
  if (content === null && old === undefined) return notFound;
  if (old !== undefined && sha == null) {
    return unprocessable('Invalid request.\n\n"sha" wasn\'t supplied.');
  }
  if (typeof sha === "string" && sha !== old) {
    return failure(409, `${path} does not match ${sha}`);
  }
  if (repository.protectedBranches?.includes(branch) === true) {
    const act = content === null ? "delete" : old === undefined ? "create" : "update";
    return failure(409, `Could not ${act} file: ${throughPullRequest}`);
  }
  const author =
    readPerson(call, "author") ?? readPerson(call, "committer") ?? callerIdentity(call);
  const committer = readPerson(call, "committer") ?? author;
  const id = commitFiles(repository, branch, message, author, { [path]: content }, committer);
  await call.commit();
  const committed = resolveCommit(repository, id);
  if (committed === null) return notFound;
  const address = { call, repository, reference: branch };
  const body = {
    content: content === null ? null : fileShape(address, committed.commit, path, false),
    commit: commitShape(call, repository, id, committed.commit).commit,
  };
  return old === undefined ? created(body) : ok(body);
}

/** Without the `workflow` scope GitHub answers a plain 404. */
function canChangeWorkflows(call: Call): boolean {
  return call.token !== null && hasScope(call.token, ["workflow"]);
}

function filePath(call: Call): string {
  return (call.parameters.path ?? "").replace(/^\/+|\/+$/g, "");
}

function branchOf(call: Call, repository: Repository): string {
  const { branch } = call.body;
  return typeof branch === "string" && branch !== "" ? branch : repository.settings.default_branch;
}

function readPerson(
  call: Call,
  role: "author" | "committer",
): { name: string; email: string } | null {
  const value = call.body[role];
  if (typeof value !== "object" || value === null) return null;
  const { name, email } = value as { name?: unknown; email?: unknown };
  return typeof name === "string" && typeof email === "string" ? { name, email } : null;
}

function callerIdentity(call: Call): { name: string; email: string } {
  const account = findAccount(call.world, call.token?.owner ?? "");
  const login = account?.login ?? "";
  return {
    name: account?.name ?? login,
    email: `${account?.id ?? 0}+${login}@users.noreply.github.com`,
  };
}
