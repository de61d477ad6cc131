import { z } from "zod";

import { deleteRepository } from "../github/repositoryChanges";
import type { Repository } from "../world/world";
import { findAccount, findRepository, now } from "../world/world";
import type { ControlRequest, Controls } from "./controlRequest";
import { noContent, requireFound, parseBody, ok } from "./controlRequest";

const role = z.enum(["read", "write", "admin"]);
const workflowPermissions = z
  .strictObject({
    defaultWorkflowPermissions: z.enum(["read", "write"]),
    canApprovePullRequestReviews: z.boolean(),
  })
  .partial();

const organizationSchema = z
  .strictObject({
    members: z.record(z.string(), z.enum(["admin", "member"])),
    singleSignOn: z.boolean(),
    defaultRepositoryPermission: z.enum(["none", "read", "write", "admin"]),
    membersCanCreateRepositories: z.boolean(),
    membersCanCreatePackages: z.boolean(),
    actions: workflowPermissions,
  })
  .partial();

/** Changes settings as another client does. Omitted settings stay unchanged. */
export const settingsControls: Controls = {
  "PATCH repositories": async (request) => {
    const one = requireRepository(request);
    const { settings, security, actions, ...rest } = parseBody(repositorySchema(one), request);
    Object.assign(one, rest, { updatedAt: now() });
    Object.assign(one.settings, settings);
    Object.assign(one.security, security);
    Object.assign(one.actions, actions);
    await request.store.commit();
    return ok(withoutContents(one));
  },
  "DELETE repositories": async (request) => {
    deleteRepository(request.store.world, requireRepository(request));
    await request.store.commit();
    return noContent;
  },
  "PATCH organizations": async (request) => {
    const { world } = request.store;
    const one = requireFound(
      findAccount(world, request.parts[0] ?? "")?.organization,
      "the organization",
    );
    const { actions, ...rest } = parseBody(organizationSchema, request);
    Object.assign(one, rest);
    Object.assign(one.actions, actions);
    await request.store.commit();
    // Without secrets and the key that decrypts them: they have operations of their own.
    return ok({ ...one, actions: { ...one.actions, key: undefined, secrets: undefined } });
  },
};

/** Accepts the settings that the repository has, each with its current type. */
function repositorySchema({ settings }: Repository) {
  const entries = Object.entries(settings).map(([name, value]): [string, z.ZodType] => {
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
      settings: z.strictObject(Object.fromEntries(entries)).partial(),
      security: z.record(z.string(), z.enum(["enabled", "disabled"])),
      actions: workflowPermissions,
    })
    .partial();
}

function requireRepository({ store, parts: [owner = "", name = ""] }: ControlRequest): Repository {
  return requireFound(findRepository(store.world, owner, name), "the repository");
}

/** Without secrets and files: JSON omits undefined values. */
function withoutContents(one: Repository): object {
  const actions = { ...one.actions, key: undefined, secrets: undefined };
  return { ...one, actions, git: undefined };
}
