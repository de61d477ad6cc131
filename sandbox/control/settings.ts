import { z } from "zod";

import { deleteRepository } from "../github/repositoryChanges";
import type { Repository } from "../world/world";
import { EVERYTHING, findAccount, findRepository, now } from "../world/world";
import type { Ask, Controls } from "./ask";
import { done, found, read, show } from "./ask";

const level = z.enum(["read", "write"]);
const role = z.enum(["read", "write", "admin"]);
const policy = z
  .strictObject({
    allowed: z.enum(["all", "local_only", "selected"]),
    githubOwned: z.boolean(),
    verified: z.boolean(),
    patterns: z.array(z.string()),
    shaPinningRequired: z.boolean(),
  })
  .partial();

const organizationSchema = z
  .strictObject({
    members: z.record(z.string(), z.enum(["admin", "member"])),
    singleSignOn: z.boolean(),
    defaultRepositoryPermission: z.enum(["none", "read", "write", "admin"]),
    membersCanCreateRepositories: z.boolean(),
    membersCanCreatePackages: z.boolean(),
    actions: z
      .strictObject({
        enabledRepositories: z.enum(["all", "none", "selected"]),
        selectedRepositoryIds: z.array(z.int()),
        policy,
        defaultWorkflowPermissions: level,
        canApprovePullRequestReviews: z.boolean(),
      })
      .partial(),
  })
  .partial();

/** Settings as another hand changes them. What is not named stays. */
export const settingsControls: Controls = {
  "PATCH repositories": async (ask) => {
    const one = repositoryOf(ask);
    const { settings, security, actions, ...rest } = read(repositorySchema(one), ask);
    const { permissions, ...actionsRest } = actions ?? {};
    Object.assign(one, rest, { updatedAt: now() });
    Object.assign(one.settings, settings);
    Object.assign(one.security, security);
    Object.assign(one.actions, actionsRest);
    if (permissions !== undefined) {
      one.actions.permissions = {
        enabled: true,
        ...EVERYTHING,
        ...one.actions.permissions,
        ...permissions,
      };
    }
    await ask.store.commit();
    return show(shape(one));
  },
  "DELETE repositories": async (ask) => {
    deleteRepository(ask.store.world, repositoryOf(ask));
    await ask.store.commit();
    return done;
  },
  "PATCH organizations": async (ask) => {
    const { world } = ask.store;
    const one = found(findAccount(world, ask.parts[0] ?? "")?.organization, "such organization");
    const { actions, ...rest } = read(organizationSchema, ask);
    const { policy: changed, ...actionsRest } = actions ?? {};
    Object.assign(one, rest);
    Object.assign(one.actions, actionsRest);
    Object.assign(one.actions.policy, changed);
    await ask.store.commit();
    // Neither secrets nor the key that opens them: those have a place of their own.
    return show({ ...one, actions: { ...one.actions, key: undefined, secrets: undefined } });
  },
};

/** A repository's settings are those that it has, each of the kind that it is. */
function repositorySchema({ settings }: Repository) {
  const known = Object.entries(settings).map(([name, value]): [string, z.ZodType] => {
    const isFlag = typeof value === "boolean";
    const isNullable = name === "description" || name === "homepage";
    return [name, isFlag ? z.boolean() : isNullable ? z.string().nullable() : z.string()];
  });
  return z
    .strictObject({
      visibility: z.enum(["public", "private"]),
      topics: z.array(z.string()),
      vulnerabilityAlerts: z.boolean(),
      collaborators: z.record(z.string(), role),
      protectedBranches: z.array(z.string()),
      settings: z.strictObject(Object.fromEntries(known)).partial(),
      security: z.record(z.string(), z.enum(["enabled", "disabled"])),
      actions: z
        .strictObject({
          defaultWorkflowPermissions: level,
          canApprovePullRequestReviews: z.boolean(),
          permissions: policy.extend({ enabled: z.boolean().optional() }),
        })
        .partial(),
    })
    .partial();
}

function repositoryOf({ store, parts: [owner = "", name = ""] }: Ask): Repository {
  return found(findRepository(store.world, owner, name), "such repository");
}

/** Without what it holds: JSON leaves out what is undefined. */
function shape(one: Repository): object {
  const actions = { ...one.actions, key: undefined, secrets: undefined };
  return { ...one, actions, git: undefined };
}
