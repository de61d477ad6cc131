import { z } from "zod";

import { limits } from "../source/refusals";
import type { SourceRepository } from "../world/source";
import { newSourceRepository } from "../world/source";
import type { Ask, Controls } from "./ask";
import { done, found, read, show } from "./ask";
import { faultSchema } from "../knobs/faults";

/** Empty for a repository that everybody may read. */
const repositorySchema = z.strictObject({
  login: z
    .strictObject({ username: z.string().min(1), password: z.string().min(1) })
    .nullable()
    .default(null),
});

const limitSchema = z.strictObject({
  /** The one on pulls, or the one against abuse. */
  limit: z.enum(["pulls", "abuse"]),
  /** Of this repository only. */
  repository: z.string().min(1).optional(),
  ...faultSchema.pick({ nth: true, times: true }).shape,
});

/** The registry that mirrors are copied from: what its owners and its operator do. */
export const sourceControls: Controls = {
  "POST source": async ({ source }) => show({ address: await source.start() }),
  "PUT source-down": async ({ source }) => {
    await source.setDown(true);
    return done;
  },
  "DELETE source-down": async ({ source }) => {
    await source.setDown(false);
    return done;
  },
  /** Made, or there again; private where there is a login. */
  "PUT source-repositories": async (ask) => {
    const { login } = read(repositorySchema, ask);
    const { repositories } = await worldOf(ask);
    const one = (repositories[nameOf(ask)] ??= newSourceRepository());
    Object.assign(one, { login, isGone: false });
    await ask.store.commit();
    return show({ name: nameOf(ask), isPrivate: login !== null });
  },
  "DELETE source-repositories": async (ask) => {
    (await repositoryOf(ask, nameOf(ask))).isGone = true;
    await ask.store.commit();
    return done;
  },
  /** Until it is pushed again. */
  "DELETE source-tags": async (ask) => {
    const name = ask.parts.slice(0, -1).join("/");
    (await repositoryOf(ask, name)).goneTags.push(ask.parts.at(-1) ?? "");
    await ask.store.commit();
    return done;
  },
  /** A fault like the others: it can be read and taken away as these. */
  "POST source-limits": (ask) => {
    const { limit, repository = "**", nth, times } = read(limitSchema, ask);
    const { status, headers, body } = limits[limit];
    const match =
      limit === "pulls"
        ? { method: "GET", path: `/v2/${repository}/manifests/*` }
        : { path: repository === "**" ? "/**" : `/v2/${repository}/**` };
    const fault = {
      type: "answer" as const,
      status,
      headers: { ...headers },
      body,
      carriedOut: false,
    };
    const order = { match: { kind: "source" as const, ...match }, nth, times, fault };
    return { status: 201, body: ask.knobs.faults.plant(faultSchema.parse(order)) };
  },
};

async function worldOf({ source, store }: Ask): Promise<NonNullable<typeof store.world.source>> {
  await source.start();
  return found(store.world.source, "source");
}

async function repositoryOf(ask: Ask, name: string): Promise<SourceRepository> {
  return found((await worldOf(ask)).repositories[name], `repository ${name}`);
}

function nameOf({ parts }: Ask): string {
  return parts.join("/");
}
