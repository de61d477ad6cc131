import { findOrganization, findMembership } from "../../world/access";
import { isSameName } from "../../world/world";
import type { Answer } from "../answer";
import { created, failure, noContent, notFound, ok, unprocessable } from "../answer";
import { isAdministrator, requireRepository, requireSingleSignOn, requireWritable } from "../find";
import type { Call, Operations } from "../operation";
import { fullRepository } from "../shapes/repository";
import { applyChanges, createRepository, deleteRepository } from "../repositoryChanges";

const TOPIC = /^[a-z0-9][a-z0-9-]{0,49}$/;

export const repositoryOperations: Operations = {
  "repos/create-for-authenticated-user": {
    route: "POST /user/repos",
    scopes: ["public_repo", "repo"],
    handle: (call) => createForOwner(call, call.token?.owner ?? ""),
  },
  "repos/create-in-org": {
    route: "POST /orgs/{org}/repos",
    scopes: ["public_repo", "repo"],
    handle: (call) => createForOwner(call, call.parameters.org ?? ""),
  },
  "repos/get": {
    route: "GET /repos/{owner}/{repo}",
    scopes: ["repo"],
    anonymous: true,
    handle: (call) => ok(showRepository(call, requireRepository(call, "read"))),
  },
  "repos/update": {
    route: "PATCH /repos/{owner}/{repo}",
    scopes: ["public_repo", "repo"],
    handle: async (call) => {
      const repository = requireRepository(call, "administer");
      const refused = applyChanges(call, repository);
      if (refused !== null) return refused;
      await call.commit();
      return ok(showRepository(call, repository));
    },
  },
  "repos/delete": {
    route: "DELETE /repos/{owner}/{repo}",
    scopes: ["delete_repo"],
    missingScopes: failure(
      403,
      "Must have admin rights to Repository.",
      "/repos/repos#delete-a-repository",
    ),
    handle: async (call) => {
      deleteRepository(call.world, requireRepository(call, "administer"));
      await call.commit();
      return noContent;
    },
  },
  "repos/get-all-topics": {
    route: "GET /repos/{owner}/{repo}/topics",
    scopes: ["repo"],
    anonymous: true,
    handle: (call) => ok({ names: requireRepository(call, "read").topics }),
  },
  "repos/replace-all-topics": {
    route: "PUT /repos/{owner}/{repo}/topics",
    scopes: ["public_repo", "repo"],
    handle: async (call) => {
      const repository = requireWritable(call, "administer");
      const { names } = call.body;
      if (!Array.isArray(names) || !names.every(isTopic)) {
        return unprocessable(
          "Topics must start with a lowercase letter or number, consist of 50 characters or less, and can include hyphens.",
        );
      }
      repository.topics = [...new Set(names)];
      await call.commit();
      return ok({ names: repository.topics });
    },
  },
  "repos/check-vulnerability-alerts": {
    route: "GET /repos/{owner}/{repo}/vulnerability-alerts",
    scopes: ["repo"],
    handle: (call) =>
      requireRepository(call, "administer").vulnerabilityAlerts
        ? noContent
        : failure(404, "Vulnerability alerts are disabled."),
  },
  "repos/enable-vulnerability-alerts": {
    route: "PUT /repos/{owner}/{repo}/vulnerability-alerts",
    scopes: ["repo"],
    handle: (call) => setAlerts(call, true),
  },
  "repos/disable-vulnerability-alerts": {
    route: "DELETE /repos/{owner}/{repo}/vulnerability-alerts",
    scopes: ["repo"],
    handle: (call) => setAlerts(call, false),
  },
};

async function createForOwner(call: Call, owner: string): Promise<Answer> {
  if (call.token === null || !canCreate(call, owner)) return notFound;
  requireSingleSignOn(call, owner);
  const repository = createRepository(call, owner);
  if ("status" in repository) return repository;
  await call.commit();
  return created(showRepository(call, repository));
}

/** The account itself, an organization's owner, or a member if the organization allows it. */
function canCreate(call: Call, owner: string): boolean {
  const login = call.token?.owner ?? "";
  if (isSameName(login, owner)) return true;
  const role = findMembership(call.world, owner, login);
  const canMembersCreate =
    findOrganization(call.world, owner)?.membersCanCreateRepositories === true;
  return role === "admin" || (role === "member" && canMembersCreate);
}

function showRepository(call: Call, repository: Parameters<typeof fullRepository>[1]): unknown {
  return fullRepository(call.world, repository, call.base, isAdministrator(call, repository));
}

async function setAlerts(call: Call, on: boolean): Promise<Answer> {
  requireWritable(call, "administer").vulnerabilityAlerts = on;
  await call.commit();
  return noContent;
}

function isTopic(name: unknown): name is string {
  return typeof name === "string" && TOPIC.test(name);
}
