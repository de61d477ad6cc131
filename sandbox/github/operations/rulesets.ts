import { z } from "zod";

import type { Ruleset } from "../../world/protection";
import type { Repository } from "../../world/world";
import { now, takeId } from "../../world/world";
import { nodeId } from "../shapes/account";
import type { Answer } from "../answer";
import { created, failure, noContent, notFound, ok, unprocessable } from "../answer";
import { Refusal, isAdministrator, requireRepository, requireWritable } from "../find";
import type { Call, Operations } from "../operation";
import { paginate } from "../page";

const ROUTE = "/repos/{owner}/{repo}/rulesets";
const ONE = `${ROUTE}/{ruleset_id}`;

/** Free accounts have them in public repositories only (github/branch-deploy#345). */
const NOT_IN_PLAN = failure(
  403,
  "Upgrade to GitHub Pro or make this repository public to enable this feature.",
  "/repos/rules",
);

const rulesetSchema = z.object({
  name: z.string().min(1).optional(),
  target: z.enum(["branch", "tag", "push"]).optional(),
  enforcement: z.enum(["disabled", "active", "evaluate"]).optional(),
  bypass_actors: z.array(z.object({ actor_type: z.string() }).loose()).optional(),
  conditions: z.looseObject({}).nullish(),
  rules: z.array(z.object({ type: z.string() }).loose()).optional(),
});

export const rulesetOperations: Operations = {
  "repos/get-repo-rulesets": {
    route: `GET ${ROUTE}`,
    scopes: ["repo"],
    anonymous: true,
    handle: (call) => {
      const repository = requireRulesets(requireRepository(call, "read"));
      const path = `/repos/${repository.owner}/${repository.name}/rulesets`;
      const { items, headers } = paginate(call, path, repository.rulesets ?? []);
      // A list omits the rules.
      const body = items.map((ruleset) => rulesetSummary(call, repository, ruleset));
      return { status: 200, body, headers };
    },
  },
  "repos/get-repo-ruleset": {
    route: `GET ${ONE}`,
    scopes: ["repo"],
    anonymous: true,
    handle: (call) => {
      const repository = requireRulesets(requireRepository(call, "read"));
      return ok(rulesetShape(call, repository, requireRuleset(call, repository)));
    },
  },
  "repos/create-repo-ruleset": {
    route: `POST ${ROUTE}`,
    scopes: ["repo"],
    handle: async (call) => {
      const repository = requireRulesets(requireWritable(call, "administer"));
      const time = now();
      const ruleset: Ruleset = {
        id: takeId(call.world),
        name: "",
        target: "branch",
        enforcement: "disabled",
        bypassActors: [],
        conditions: {},
        rules: [],
        createdAt: time,
        updatedAt: time,
      };
      const refused = applyChanges(call, repository, ruleset, ["name", "enforcement"]);
      if (refused !== null) return refused;
      repository.rulesets = [...(repository.rulesets ?? []), ruleset];
      await call.commit();
      return created(rulesetShape(call, repository, ruleset));
    },
  },
  "repos/update-repo-ruleset": {
    route: `PUT ${ONE}`,
    scopes: ["repo"],
    handle: async (call) => {
      const repository = requireRulesets(requireWritable(call, "administer"));
      const ruleset = requireRuleset(call, repository);
      const refused = applyChanges(call, repository, ruleset, []);
      if (refused !== null) return refused;
      await call.commit();
      return ok(rulesetShape(call, repository, ruleset));
    },
  },
  "repos/delete-repo-ruleset": {
    route: `DELETE ${ONE}`,
    scopes: ["repo"],
    handle: async (call) => {
      const repository = requireRulesets(requireWritable(call, "administer"));
      const deleted = requireRuleset(call, repository);
      repository.rulesets = repository.rulesets?.filter((ruleset) => ruleset !== deleted);
      await call.commit();
      return noContent;
    },
  },
};

function requireRulesets(repository: Repository): Repository {
  if (repository.visibility !== "public") throw new Refusal(NOT_IN_PLAN);
  return repository;
}

function requireRuleset(call: Call, repository: Repository): Ruleset {
  const id = Number(call.parameters.ruleset_id);
  const found = repository.rulesets?.find((ruleset) => ruleset.id === id);
  if (found === undefined) throw new Refusal(notFound);
  return found;
}

/** Applies the body's changes to the ruleset; returns GitHub's refusal, or null. */
function applyChanges(
  call: Call,
  repository: Repository,
  ruleset: Ruleset,
  required: readonly (keyof z.infer<typeof rulesetSchema>)[],
): Answer | null {
  const parsed = rulesetSchema.safeParse(call.body);
  if (!parsed.success) {
    const fields = parsed.error.issues.map(({ path }) => path.join("."));
    return unprocessable("Validation Failed", fields.map(invalid));
  }
  const { data } = parsed;
  const missing = required.filter((name) => data[name] === undefined);
  if (missing.length > 0) return unprocessable("Validation Failed", missing.map(invalid));
  const isTaken = repository.rulesets?.some((one) => one !== ruleset && one.name === data.name);
  if (isTaken === true) {
    const error = { ...invalid("name"), code: "custom", message: "Name must be unique" };
    return unprocessable("Validation Failed", [error]);
  }
  ruleset.name = data.name ?? ruleset.name;
  ruleset.target = data.target ?? ruleset.target;
  ruleset.enforcement = data.enforcement ?? ruleset.enforcement;
  ruleset.bypassActors = data.bypass_actors ?? ruleset.bypassActors;
  ruleset.conditions = data.conditions ?? ruleset.conditions;
  ruleset.rules = data.rules ?? ruleset.rules;
  ruleset.updatedAt = now();
  return null;
}

function invalid(field: string): { resource: string; code: string; field: string } {
  return { resource: "RepositoryRuleset", code: "invalid", field };
}

function rulesetSummary(
  call: Call,
  repository: Repository,
  ruleset: Ruleset,
): Record<string, unknown> {
  const fullName = `${repository.owner}/${repository.name}`;
  return {
    id: ruleset.id,
    name: ruleset.name,
    target: ruleset.target,
    source_type: "Repository",
    source: fullName,
    enforcement: ruleset.enforcement,
    node_id: nodeId("RepositoryRuleset", ruleset.id),
    _links: {
      self: { href: `${call.base}/repos/${fullName}/rulesets/${ruleset.id}` },
      html: { href: `https://github.com/${fullName}/rules/${ruleset.id}` },
    },
    created_at: ruleset.createdAt,
    updated_at: ruleset.updatedAt,
  };
}

/** `repository-ruleset`: only admins get the bypass actors. */
function rulesetShape(
  call: Call,
  repository: Repository,
  ruleset: Ruleset,
): Record<string, unknown> {
  return {
    ...rulesetSummary(call, repository, ruleset),
    conditions: ruleset.conditions,
    rules: ruleset.rules,
    ...(isAdministrator(call, repository)
      ? { bypass_actors: ruleset.bypassActors, current_user_can_bypass: "never" }
      : {}),
  };
}
