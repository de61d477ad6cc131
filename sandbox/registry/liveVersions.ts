import type { IncomingMessage, ServerResponse } from "node:http";

import { sendJson } from "../server/http";
import type { World } from "../world/world";
import { findPackage } from "../world/world";
import type { Denial } from "./denials";
import { denials } from "./denials";
import { findLiveVersion } from "./packages";
import type { ImageName } from "./rights";
import { forwardResponse } from "./upstream";

/**
 * The registry keeps versions that were deleted with the packages API, so that they can be
 * restored. Until then nobody can read them.
 */
export function findNotFoundDenial(
  world: World,
  image: ImageName,
  kind: string,
  reference: string,
): Denial | null {
  const found = findPackage(world, image.owner, image.name);
  if (kind === "tags") return found === undefined ? denials.nameUnknown : null;
  if (kind !== "manifests") return null;
  const version = found === undefined ? undefined : findLiveVersion(found, reference);
  return version === undefined ? denials.manifestUnknown : null;
}

/** The registry's page of tags, without those of deleted versions. */
export async function sendTags(
  world: World,
  image: ImageName,
  answer: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const found = findPackage(world, image.owner, image.name);
  if (answer.statusCode !== 200 || found === undefined) {
    await forwardResponse(answer, response);
    return;
  }
  const chunks: Buffer[] = [];
  for await (const chunk of answer as AsyncIterable<Buffer>) chunks.push(chunk);
  const listed = JSON.parse(Buffer.concat(chunks).toString("utf8")) as { tags: string[] | null };
  const tags = (listed.tags ?? []).filter((tag) => findLiveVersion(found, tag) !== undefined);
  const { link } = answer.headers;
  const next: Record<string, string> = typeof link === "string" ? { Link: link } : {};
  sendJson(response, 200, { name: `${image.owner}/${image.name}`, tags }, next);
}
