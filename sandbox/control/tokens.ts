import { z } from "zod";

import type { Ask, Controls } from "./ask";
import { ControlError, found, read, show } from "./ask";
import type { Token } from "../world/world";
import { findAccount } from "../world/world";

const change = {
  kind: z.enum(["classic", "fine-grained", "oauth", "actions", "installation", "app-user"]),
  owner: z.string(),
  scopes: z.array(z.string()).nullable(),
  expiresAt: z.iso.datetime().nullable(),
  revoked: z.boolean(),
  permissions: z.record(z.string(), z.enum(["read", "write"])),
  repositoryId: z.int(),
  authorizedFor: z.array(z.string()),
};

/** In the body, never in the address: addresses end up in logs. */
const token = z.string().min(1);

const changeSchema = z.strictObject({ token, ...z.object(change).partial().shape });

const newSchema = z.strictObject({
  ...changeSchema.shape,
  kind: change.kind,
  owner: change.owner,
  scopes: change.scopes.default(null),
  expiresAt: change.expiresAt.default(null),
  revoked: change.revoked.default(false),
}) satisfies z.ZodType<Token>;

/** Tokens made, changed, revoked and expired, which only GitHub's web page can. */
export const tokenControls: Controls = {
  "GET tokens": ({ store }) => show(store.world.tokens),
  "POST tokens": async (ask) => {
    const made = read(newSchema, ask);
    requireOwner(ask, made.owner);
    if (find(ask, made.token) !== undefined) throw new ControlError(409, "there is such a token");
    ask.store.world.tokens.push(made);
    await ask.store.commit();
    return { status: 201, body: made };
  },
  "PATCH tokens": async (ask) => {
    const asked = read(changeSchema, ask);
    const one = found(find(ask, asked.token), "such token");
    if (asked.owner !== undefined) requireOwner(ask, asked.owner);
    Object.assign(one, asked);
    await ask.store.commit();
    return show(one);
  },
};

function find({ store }: Ask, value: string): Token | undefined {
  return store.world.tokens.find((one) => one.token === value);
}

function requireOwner({ store }: Ask, login: string): void {
  found(findAccount(store.world, login), `account ${login}`);
}
