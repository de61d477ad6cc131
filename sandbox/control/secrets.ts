import { z } from "zod";

import type { Ask, Controls, Reply } from "./ask";
import { done, found, read, show } from "./ask";
import type { OrganizationSecret, Repository, Secret, SecretStore } from "../world/world";
import { findAccount, findRepository, now } from "../world/world";

const time = z.iso.datetime({ error: "must be a time, such as 2030-01-31T12:00:00Z" });
const changeSchema = z.strictObject({
  /** Where there is none, the old one stays: then only the time changes. */
  value: z.string().optional(),
  /** Now, unless another is given. */
  updatedAt: time.optional(),
});
const organizationChangeSchema = changeSchema.extend({
  visibility: z.enum(["all", "private", "selected"]).optional(),
  repositoryIds: z.array(z.int()).optional(),
});

/** Secrets with what is in them, which GitHub never tells, and as another hand changes them. */
export const secretControls: Controls = {
  "GET secrets": (ask) => show(existing(repositorySecrets(ask))),
  "PUT secrets": async (ask) => {
    const place = repositorySecrets(ask);
    const secret = changed(place.secrets[place.name], read(changeSchema, ask));
    place.secrets[place.name] = secret;
    await ask.store.commit();
    return show(secret);
  },
  "DELETE secrets": (ask) => remove(ask, repositorySecrets(ask)),
  "GET dependabot-secrets": (ask) => show(existing(dependabotSecrets(ask))),
  "GET organization-secrets": (ask) => show(existing(organizationSecrets(ask))),
  "PUT organization-secrets": async (ask) => {
    const place = organizationSecrets(ask);
    const old = place.secrets[place.name];
    const { visibility, repositoryIds, ...change } = read(organizationChangeSchema, ask);
    const secret = {
      ...changed(old, change),
      visibility: visibility ?? old?.visibility ?? "all",
      repositoryIds: repositoryIds ?? old?.repositoryIds ?? [],
    };
    place.secrets[place.name] = secret;
    await ask.store.commit();
    return show(secret);
  },
  "DELETE organization-secrets": (ask) => remove(ask, organizationSecrets(ask)),
};

/** Where a secret lies, or would lie. */
interface Place<T> {
  name: string;
  secrets: Record<string, T>;
}

function repositorySecrets(ask: Ask): Place<Secret> {
  return placeIn(ask, ({ actions }) => actions);
}

function dependabotSecrets(ask: Ask): Place<Secret> {
  return placeIn(ask, ({ dependabot }) => dependabot);
}

function placeIn(
  { store, parts }: Ask,
  storeOf: (repository: Repository) => SecretStore | undefined,
): Place<Secret> {
  const [owner = "", repository = "", name = ""] = parts;
  const place = found(findRepository(store.world, owner, repository), "such repository");
  return { secrets: storeOf(place)?.secrets ?? {}, name: name.toUpperCase() };
}

function organizationSecrets({ store, parts }: Ask): Place<OrganizationSecret> {
  const [login = "", name = ""] = parts;
  const place = findAccount(store.world, login)?.organization;
  return { secrets: found(place, "such organization").actions.secrets, name: name.toUpperCase() };
}

function existing<T>({ secrets, name }: Place<T>): T {
  return found(secrets[name], "such secret");
}

function changed(old: Secret | undefined, change: z.infer<typeof changeSchema>): Secret {
  const opened = found(change.value ?? old?.opened, "such secret: give it a value");
  const updatedAt = change.updatedAt ?? now();
  // Whoever changed it sealed a box of his own, which nobody here has seen.
  const sealed = change.value === undefined ? (old?.sealed ?? "") : "";
  return { sealed, opened, createdAt: old?.createdAt ?? updatedAt, updatedAt };
}

async function remove<T>(ask: Ask, place: Place<T>): Promise<Reply> {
  existing(place);
  Reflect.deleteProperty(place.secrets, place.name);
  await ask.store.commit();
  return done;
}
