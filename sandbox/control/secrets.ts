import { z } from "zod";

import type { ControlRequest, Controls, ControlResponse } from "./controlRequest";
import { ControlError, noContent, requireFound, parseBody, ok } from "./controlRequest";
import type { OrganizationSecret, Repository, Secret, SecretStore } from "../world/world";
import { findAccount, findRepository, now } from "../world/world";

const time = z.iso.datetime({ error: "must be a time, such as 2030-01-31T12:00:00Z" });
const changeSchema = z.strictObject({
  /** Without it the old value stays, and only the time changes. */
  value: z.string().optional(),
  /** The default is now. */
  updatedAt: time.optional(),
});
const organizationChangeSchema = changeSchema.extend({
  visibility: z.enum(["all", "private", "selected"]).optional(),
  repositoryIds: z.array(z.int()).optional(),
});

/** Reads decrypted secrets, which GitHub never returns, and changes them as another client does. */
export const secretControls: Controls = {
  "GET secrets": (request) => ok(requireSecret(repositorySecrets(request))),
  "PUT secrets": async (request) => {
    const place = repositorySecrets(request);
    const secret = changeSecret(place.secrets[place.name], parseBody(changeSchema, request));
    place.secrets[place.name] = secret;
    await request.store.commit();
    return ok(secret);
  },
  "DELETE secrets": (request) => removeSecret(request, repositorySecrets(request)),
  "GET dependabot-secrets": (request) => ok(requireSecret(dependabotSecrets(request))),
  "GET organization-secrets": (request) => ok(requireSecret(organizationSecrets(request))),
  "PUT organization-secrets": async (request) => {
    const place = organizationSecrets(request);
    const old = place.secrets[place.name];
    const { visibility, repositoryIds, ...change } = parseBody(organizationChangeSchema, request);
    const secret = {
      ...changeSecret(old, change),
      visibility: visibility ?? old?.visibility ?? "all",
      repositoryIds: repositoryIds ?? old?.repositoryIds ?? [],
    };
    place.secrets[place.name] = secret;
    await request.store.commit();
    return ok(secret);
  },
  "DELETE organization-secrets": (request) => removeSecret(request, organizationSecrets(request)),
};

/** Where a secret is stored, or would be. */
interface SecretLocation<T> {
  name: string;
  secrets: Record<string, T>;
}

function repositorySecrets(request: ControlRequest): SecretLocation<Secret> {
  return locateSecret(request, ({ actions }) => actions);
}

function dependabotSecrets(request: ControlRequest): SecretLocation<Secret> {
  return locateSecret(request, ({ dependabot }) => dependabot);
}

function locateSecret(
  { store, parts }: ControlRequest,
  storeOf: (repository: Repository) => SecretStore | undefined,
): SecretLocation<Secret> {
  const [owner = "", repository = "", name = ""] = parts;
  const place = requireFound(findRepository(store.world, owner, repository), "the repository");
  return { secrets: storeOf(place)?.secrets ?? {}, name: name.toUpperCase() };
}

function organizationSecrets({ store, parts }: ControlRequest): SecretLocation<OrganizationSecret> {
  const [login = "", name = ""] = parts;
  const place = findAccount(store.world, login)?.organization;
  return {
    secrets: requireFound(place, "the organization").actions.secrets,
    name: name.toUpperCase(),
  };
}

function requireSecret<T>({ secrets, name }: SecretLocation<T>): T {
  return requireFound(secrets[name], "the secret");
}

function changeSecret(old: Secret | undefined, change: z.infer<typeof changeSchema>): Secret {
  const opened = change.value ?? old?.opened;
  if (opened === undefined) {
    throw new ControlError(404, "the secret does not exist; send a value to create it");
  }
  const updatedAt = change.updatedAt ?? now();
  // The other client's sealed box is unknown here.
  const sealed = change.value === undefined ? (old?.sealed ?? "") : "";
  return { sealed, opened, createdAt: old?.createdAt ?? updatedAt, updatedAt };
}

async function removeSecret<T>(
  request: ControlRequest,
  place: SecretLocation<T>,
): Promise<ControlResponse> {
  requireSecret(place);
  Reflect.deleteProperty(place.secrets, place.name);
  await request.store.commit();
  return noContent;
}
