import { z } from "zod";

import { newOrganization } from "../seed";
import type { Account } from "../world/world";
import { findAccount, now, takeId } from "../world/world";
import type { ControlRequest, Controls } from "./controlRequest";
import { ControlError, requireFound, parseBody, ok } from "./controlRequest";

const shared = {
  login: z.string().regex(/^[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*$/, "is not a valid login"),
  name: z.string().nullable().default(null),
};

const newSchema = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("User"), ...shared }),
  z.strictObject({
    type: z.literal("Organization"),
    ...shared,
    members: z.record(z.string(), z.enum(["admin", "member"])),
  }),
]);

/** Creates accounts as the website does: GitHub's API has no operation for it. */
export const accountControls: Controls = {
  "GET accounts": ({ store }) =>
    ok(store.world.accounts.map(({ login, type, name }) => ({ login, type, name }))),
  "POST accounts": async (request) => {
    const parsed = parseBody(newSchema, request);
    const { world } = request.store;
    const { login, type, name } = parsed;
    if (findAccount(world, login) !== undefined) {
      throw new ControlError(409, `account ${login} already exists`);
    }
    const account: Account = { id: takeId(world), login, type, name, createdAt: now() };
    if (parsed.type === "Organization") {
      account.organization = newOrganization(resolveMembers(request, parsed.members));
    }
    world.accounts.push(account);
    await request.store.commit();
    return { status: 201, body: { login, type, name } };
  },
};

/** With the logins as they were registered; each account must exist. */
function resolveMembers<T>(
  { store }: ControlRequest,
  members: Record<string, T>,
): Record<string, T> {
  const entries = Object.entries(members).map(([login, role]) => {
    const account = requireFound(findAccount(store.world, login), `account ${login}`);
    return [account.login, role] as const;
  });
  return Object.fromEntries(entries);
}
