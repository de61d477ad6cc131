import { tagProblem } from "../oci/names";
import { parseJson, isRecord } from "../http/json";
import { sameOrigin } from "../http/origin";
import type { HttpAnswer } from "../http/send";
import { RegistryFailure, type Target } from "./refusal";
import type { Session } from "./session";

const tagsPerPage = 1000;
const maxPages = 100;

/** All tags of a package, from as many pages as there are. */
export async function readTags(
  session: Session,
  origin: string,
  name: string,
  target: Target,
): Promise<readonly string[]> {
  const tags = new Set<string>();
  let url: URL | undefined = new URL(`/v2/${name}/tags/list?n=${tagsPerPage}`, origin);
  for (let page = 0; url !== undefined; page += 1) {
    if (page === maxPages)
      throw new RegistryFailure(`${target.label}: more than ${maxPages} pages of tags`);
    const scope = `repository:${name}:pull`;
    const answer = await session.askOrThrow({ method: "GET", url, scope, target });
    for (const tag of tagsIn(answer, target)) tags.add(tag);
    url = nextPage(answer, url, target);
  }
  return [...tags];
}

function tagsIn({ body }: HttpAnswer, { label }: Target): readonly string[] {
  const list = parseJson(body.toString());
  const tags: unknown = isRecord(list) ? list.tags : undefined;
  // A registry answers null for a package without tags.
  if (tags === null) return [];
  if (Array.isArray(tags) && tags.every(isTag)) return tags;
  throw new RegistryFailure(`${label}: the registry's response is not a list of tags`);
}

/** An invalid tag is rejected, because it would become part of a path. */
function isTag(value: unknown): value is string {
  return typeof value === "string" && tagProblem(value) === undefined;
}

function nextPage({ headers }: HttpAnswer, currentUrl: URL, { label }: Target): URL | undefined {
  const next = /<([^<>]{1,2000})>\s*;\s*rel="?next"?/.exec(headers.link ?? "")?.[1];
  if (next === undefined) return undefined;
  const url = sameOrigin(next, currentUrl);
  if (url !== undefined) return url;
  throw new RegistryFailure(`${label}: the list of tags continues at another address`);
}
