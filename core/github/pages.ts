import type { PagingOctokit } from "./octokit";
import { HttpFailure } from "../http/failure";
import { isRecord } from "../http/json";

/** One page of a list, as octokit's plugin for pages gives it. */
export interface Page {
  readonly status: number;
  readonly headers: object;
  readonly data: readonly unknown[];
}

const maxPages = 100;

/** A refusal with 409, which the plugin would treat as the end of a list. */
export class RefusedPage extends Error {
  constructor(readonly refusal: unknown) {
    super("a page was refused");
  }
}

/**
 * The pages of a list. The plugin follows the links. It treats `null`, an empty text and a 409 as an
 * empty list, so an invalid response would mean that there are no packages.
 */
export async function* pagesOf(
  octokit: PagingOctokit,
  route: string,
  parameters: Readonly<Record<string, unknown>>,
  host: string,
): AsyncGenerator<Page> {
  const request = async (options: object): Promise<unknown> => {
    try {
      const response = await octokit.request(options);
      if (!isList(response.data)) throw notAListFailure(host);
      return response;
    } catch (error) {
      throw isRecord(error) && error.status === 409 ? new RefusedPage(error) : error;
    }
  };
  const endpoint = (more: object): object => octokit.request.endpoint(route, { ...more });
  const list = Object.assign(request, { endpoint });
  let pages = 0;
  for await (const { status, headers, data } of octokit.paginate.iterator(list, parameters)) {
    pages += 1;
    if (pages > maxPages) {
      throw new HttpFailure("invalid response", host, `a list of more than ${maxPages} pages`);
    }
    if (!Array.isArray(data)) throw notAListFailure(host);
    yield { status, headers, data };
  }
}

function notAListFailure(host: string): HttpFailure {
  return new HttpFailure("invalid response", host, "the response is not a list");
}

/** A plain list, or one with its count beside it. */
function isList(data: unknown): boolean {
  if (Array.isArray(data)) return true;
  if (!isRecord(data) || !("total_count" in data)) return false;
  return Object.values(data).some((value) => Array.isArray(value));
}
