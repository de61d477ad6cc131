import { z } from "zod";

import { limits } from "../source/refusals";
import type { SourceRepository } from "../world/source";
import { newSourceRepository } from "../world/source";
import type { ControlRequest, Controls } from "./controlRequest";
import { noContent, requireFound, parseBody, ok } from "./controlRequest";
import { faultSchema } from "../knobs/faults";

/** Without a login everybody can read the repository. */
const repositorySchema = z.strictObject({
  login: z
    .strictObject({ username: z.string().min(1), password: z.string().min(1) })
    .nullable()
    .default(null),
});

const limitSchema = z.strictObject({
  /** The pull limit, or the abuse limit. */
  limit: z.enum(["pulls", "abuse"]),
  /** For this repository only. */
  repository: z.string().min(1).optional(),
  ...faultSchema.pick({ nth: true, times: true }).shape,
});

/** Acts as the owners and the operator of the registry that mirrors are copied from. */
export const sourceControls: Controls = {
  "POST source": async ({ source }) => ok({ address: await source.start() }),
  "PUT source-down": async ({ source }) => {
    await source.setDown(true);
    return noContent;
  },
  "DELETE source-down": async ({ source }) => {
    await source.setDown(false);
    return noContent;
  },
  /** Creates or restores it; private with a login. */
  "PUT source-repositories": async (request) => {
    const { login } = parseBody(repositorySchema, request);
    const { repositories } = await startSource(request);
    const one = (repositories[repositoryName(request)] ??= newSourceRepository());
    Object.assign(one, { login, isGone: false });
    await request.store.commit();
    return ok({ name: repositoryName(request), isPrivate: login !== null });
  },
  "DELETE source-repositories": async (request) => {
    (await requireRepository(request, repositoryName(request))).isGone = true;
    await request.store.commit();
    return noContent;
  },
  /** The tag is missing until it is pushed again. */
  "DELETE source-tags": async (request) => {
    const name = request.parts.slice(0, -1).join("/");
    (await requireRepository(request, name)).goneTags.push(request.parts.at(-1) ?? "");
    await request.store.commit();
    return noContent;
  },
  /** Injects a fault, which can be read and removed like any other. */
  "POST source-limits": (request) => {
    const { limit, repository = "**", nth, times } = parseBody(limitSchema, request);
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
    return { status: 201, body: request.knobs.faults.inject(faultSchema.parse(order)) };
  },
};

async function startSource({
  source,
  store,
}: ControlRequest): Promise<NonNullable<typeof store.world.source>> {
  await source.start();
  return requireFound(store.world.source, "source");
}

async function requireRepository(request: ControlRequest, name: string): Promise<SourceRepository> {
  return requireFound((await startSource(request)).repositories[name], `repository ${name}`);
}

function repositoryName({ parts }: ControlRequest): string {
  return parts.join("/");
}
