import { z } from "zod";

import type { ControlRequest, Controls, ControlResponse } from "./controlRequest";
import { ControlError, requireFound, parseBody, ok } from "./controlRequest";
import type { Repository } from "../world/world";
import { findPackage, findRepository, now } from "../world/world";

/** What only a package's settings page can change. */
const changeSchema = z.strictObject({
  visibility: z.enum(["public", "private"]).optional(),
  /** `owner/name`, or null to unlink. */
  repository: z.string().nullable().optional(),
  /** All of "Manage Actions access": `owner/name` to the role of its workflows. */
  actionsAccess: z.record(z.string(), z.enum(["read", "write", "admin"])).optional(),
});

export const packageControls: Controls = {
  "POST packages": changePackage,
};

async function changePackage(request: ControlRequest): Promise<ControlResponse> {
  const [owner = "", ...rest] = request.parts;
  const one = requireFound(findPackage(request.store.world, owner, rest.join("/")), "the package");
  const { visibility, repository, actionsAccess } = parseBody(changeSchema, request);
  if (visibility === "private" && one.visibility === "public") {
    throw new ControlError(409, "a public package cannot be made private again");
  }
  const link = repository == null ? repository : requireRepository(request, repository).id;
  const access = Object.entries(actionsAccess ?? {}).map(
    ([name, role]) => [String(requireRepository(request, name).id), role] as const,
  );
  one.visibility = visibility ?? one.visibility;
  if (link !== undefined) one.repositoryId = link;
  if (actionsAccess !== undefined) one.actionsAccess = Object.fromEntries(access);
  one.updatedAt = now();
  await request.store.commit();
  const { repositoryId } = one;
  return ok({ visibility: one.visibility, repositoryId, actionsAccess: one.actionsAccess ?? {} });
}

function requireRepository(request: ControlRequest, fullName: string): Repository {
  const [owner = "", name = ""] = fullName.split("/");
  return requireFound(findRepository(request.store.world, owner, name), `repository ${fullName}`);
}
