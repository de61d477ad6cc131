import { z } from "zod";

import type { Environment } from "../../world/protection";
import type { Repository, World } from "../../world/world";
import { now, isSameName, takeId } from "../../world/world";
import { nodeId, simpleAccount } from "../shapes/account";
import type { Answer } from "../answer";
import { failure, noContent, notFound, ok } from "../answer";
import { Refusal, requireRepository, requireWritable } from "../find";
import type { Call, Operations } from "../operation";
import { paginate } from "../page";

const ROUTE = "/repos/{owner}/{repo}/environments";
const ONE = `${ROUTE}/{environment_name}`;

/**
 * GitHub's response if a request for a private repository without Enterprise contains one of these
 * fields, even an empty one (backstage/backstage#28977, alchemy-run/alchemy#1373).
 */
const NOT_IN_PLAN =
  "Failed to create the environment protection rule. Please ensure the billing plan supports the required reviewers protection rule.";
const GATED = ["wait_timer", "prevent_self_review", "reviewers"];

/** GitHub's own limits: thirty days, and six reviewers. */
const WAIT_MINUTES = 43_200;
const MOST_REVIEWERS = 6;

const environmentSchema = z.object({
  wait_timer: z.number().int().min(0).max(WAIT_MINUTES).nullish(),
  prevent_self_review: z.boolean().nullish(),
  reviewers: z
    .array(z.object({ type: z.enum(["User", "Team"]), id: z.number().int() }))
    .max(MOST_REVIEWERS)
    .nullish(),
  deployment_branch_policy: z
    .object({ protected_branches: z.boolean(), custom_branch_policies: z.boolean() })
    .refine((policy) => policy.protected_branches !== policy.custom_branch_policies)
    .nullish(),
});

export const environmentOperations: Operations = {
  "repos/get-all-environments": {
    route: `GET ${ROUTE}`,
    scopes: ["repo"],
    anonymous: true,
    handle: (call) => {
      const repository = requireRepository(call, "read");
      const all = repository.environments ?? [];
      const path = `/repos/${repository.owner}/${repository.name}/environments`;
      const { items, headers } = paginate(call, path, all);
      const environments = items.map((one) => environmentShape(call, repository, one));
      return { status: 200, body: { total_count: all.length, environments }, headers };
    },
  },
  "repos/get-environment": {
    route: `GET ${ONE}`,
    scopes: ["repo"],
    anonymous: true,
    handle: (call) => {
      const repository = requireRepository(call, "read");
      return ok(environmentShape(call, repository, requireEnvironment(call, repository)));
    },
  },
  "repos/create-or-update-environment": {
    route: `PUT ${ONE}`,
    scopes: ["repo"],
    handle: (call) => replaceEnvironment(call, requireWritable(call, "administer")),
  },
  "repos/delete-an-environment": {
    route: `DELETE ${ONE}`,
    scopes: ["repo"],
    handle: async (call) => {
      const repository = requireWritable(call, "administer");
      const environment = requireEnvironment(call, repository);
      repository.environments = repository.environments?.filter((one) => one !== environment);
      await call.commit();
      return noContent;
    },
  },
};

/** A PUT replaces all settings. */
async function replaceEnvironment(call: Call, repository: Repository): Promise<Answer> {
  const parsed = environmentSchema.safeParse(call.body);
  if (!parsed.success) {
    const fields = parsed.error.issues.map(({ path }) => `/${path.join("/")}`);
    return failure(422, `Invalid request.\n\nInvalid property ${fields.join(", ")}.`);
  }
  if (repository.visibility === "private" && GATED.some((name) => name in call.body)) {
    return failure(422, NOT_IN_PLAN, "/deployments/environments");
  }
  const reviewers = parsed.data.reviewers ?? [];
  const areReviewersKnown = reviewers.every(
    ({ type, id }) => type === "User" && call.world.accounts.some((account) => account.id === id),
  );
  if (!areReviewersKnown) return failure(422, "Validation Failed");
  const name = call.parameters.environment_name ?? "";
  const old = findEnvironment(repository, name);
  const time = now();
  const environment: Environment = {
    id: old?.id ?? takeId(call.world),
    name: old?.name ?? name,
    waitTimer: parsed.data.wait_timer ?? 0,
    preventSelfReview: parsed.data.prevent_self_review ?? false,
    reviewers: reviewers.map(({ id }) => id),
    branchPolicy: parsed.data.deployment_branch_policy ?? null,
    createdAt: old?.createdAt ?? time,
    updatedAt: time,
  };
  const others = (repository.environments ?? []).filter((one) => one !== old);
  repository.environments = [...others, environment];
  await call.commit();
  return ok(environmentShape(call, repository, environment));
}

/** Names are not case-sensitive at GitHub. */
function findEnvironment(repository: Repository, name: string): Environment | undefined {
  return repository.environments?.find((one) => isSameName(one.name, name));
}

function requireEnvironment(call: Call, repository: Repository): Environment {
  const found = findEnvironment(repository, call.parameters.environment_name ?? "");
  if (found === undefined) throw new Refusal(notFound);
  return found;
}

/** `environment`. */
function environmentShape(
  call: Call,
  repository: Repository,
  one: Environment,
): Record<string, unknown> {
  const fullName = `${repository.owner}/${repository.name}`;
  const name = encodeURIComponent(one.name);
  return {
    id: one.id,
    node_id: nodeId("Environment", one.id),
    name: one.name,
    url: `${call.base}/repos/${fullName}/environments/${name}`,
    html_url: `https://github.com/${fullName}/deployments/activity_log?environments_filter=${name}`,
    created_at: one.createdAt,
    updated_at: one.updatedAt,
    protection_rules: protectionRules(call.world, call.base, one),
    deployment_branch_policy: one.branchPolicy,
  };
}

function protectionRules(world: World, base: string, one: Environment): Record<string, unknown>[] {
  const gate = (type: string, more: object = {}): Record<string, unknown> => ({
    id: one.id,
    node_id: nodeId("Gate", one.id),
    type,
    ...more,
  });
  const reviewers = world.accounts
    .filter(({ id }) => one.reviewers.includes(id))
    .map((account) => ({ type: "User", reviewer: simpleAccount(account, base) }));
  const reviewed = { prevent_self_review: one.preventSelfReview, reviewers };
  return [
    ...(one.waitTimer > 0 ? [gate("wait_timer", { wait_timer: one.waitTimer })] : []),
    ...(reviewers.length > 0 ? [gate("required_reviewers", reviewed)] : []),
    ...(one.branchPolicy === null ? [] : [gate("branch_policy")]),
  ];
}
