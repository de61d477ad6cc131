import { z } from "zod";

import type { Ask, Controls, Reply } from "./ask";
import { ControlError, found, read, show } from "./ask";
import type { Repository } from "../world/world";
import { findPackage, findRepository, now } from "../world/world";

/** What the web page of a package can change and no API can. */
const changeSchema = z.strictObject({
  visibility: z.enum(["public", "private"]).optional(),
  /** `owner/name`, or null to unlink. */
  repository: z.string().nullable().optional(),
  /** Manage Actions access, whole: `owner/name` to what its workflows may. */
  actionsAccess: z.record(z.string(), z.enum(["read", "write", "admin"])).optional(),
});

export const packageControls: Controls = {
  "POST packages": change,
};

async function change(ask: Ask): Promise<Reply> {
  const [owner = "", ...rest] = ask.parts;
  const one = found(findPackage(ask.store.world, owner, rest.join("/")), "such package");
  const { visibility, repository, actionsAccess } = read(changeSchema, ask);
  if (visibility === "private" && one.visibility === "public") {
    throw new ControlError(409, "a public package can never be made private again");
  }
  const link = repository == null ? repository : named(ask, repository).id;
  const access = Object.entries(actionsAccess ?? {}).map(
    ([name, role]) => [String(named(ask, name).id), role] as const,
  );
  one.visibility = visibility ?? one.visibility;
  if (link !== undefined) one.repositoryId = link;
  if (actionsAccess !== undefined) one.actionsAccess = Object.fromEntries(access);
  one.updatedAt = now();
  await ask.store.commit();
  const { repositoryId } = one;
  return show({ visibility: one.visibility, repositoryId, actionsAccess: one.actionsAccess ?? {} });
}

function named(ask: Ask, fullName: string): Repository {
  const [owner = "", name = ""] = fullName.split("/");
  return found(findRepository(ask.store.world, owner, name), `repository ${fullName}`);
}
