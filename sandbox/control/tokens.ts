import { z } from "zod";

import type { ControlRequest, Controls } from "./controlRequest";
import { ControlError, requireFound, parseBody, ok } from "./controlRequest";
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

/** In the body, never in the URL: URLs end up in logs. */
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

/** Creates, changes, revokes and expires tokens, which only GitHub's website can. */
export const tokenControls: Controls = {
  "GET tokens": ({ store }) => ok(store.world.tokens),
  "POST tokens": async (request) => {
    const token = parseBody(newSchema, request);
    requireOwner(request, token.owner);
    if (findToken(request, token.token) !== undefined)
      throw new ControlError(409, "the token already exists");
    request.store.world.tokens.push(token);
    await request.store.commit();
    return { status: 201, body: token };
  },
  "PATCH tokens": async (request) => {
    const changes = parseBody(changeSchema, request);
    const one = requireFound(findToken(request, changes.token), "the token");
    if (changes.owner !== undefined) requireOwner(request, changes.owner);
    Object.assign(one, changes);
    await request.store.commit();
    return ok(one);
  },
};

function findToken({ store }: ControlRequest, value: string): Token | undefined {
  return store.world.tokens.find((one) => one.token === value);
}

function requireOwner({ store }: ControlRequest, login: string): void {
  requireFound(findAccount(store.world, login), `account ${login}`);
}
