import { randomBytes } from "node:crypto";

import type { Answer } from "../answer";

const ABOUT = "https://docs.github.com/rest/overview/rate-limits-for-the-rest-api";
/** go-github and octokit distinguish the two kinds by this URL and by the messages. */
const ABOUT_SECONDARY = `${ABOUT}#about-secondary-rate-limits`;

/** The refusal if the hour's requests are used up. X-RateLimit-Reset has the end of the hour. */
export function primaryRefusal(
  status: 403 | 429,
  payer: { userId: number | null; address: string },
  now: number,
): Answer {
  if (payer.userId === null) {
    const message = `API rate limit exceeded for ${payer.address}. (But here's the good news: Authenticated requests get a higher rate limit. Check out the documentation for more details.)`;
    return createRefusal(status, message, ABOUT);
  }
  const { id, support } = supportLine(now);
  const message = `API rate limit exceeded for user ID ${payer.userId}. ${support}`;
  return createRefusal(status, message, ABOUT, { "X-GitHub-Request-Id": id });
}

/** The refusal for too many requests at once, although some of the hour remain. */
export function secondaryRefusal(
  status: 403 | 429,
  what: "requests" | "content",
  retryAfterSeconds: number,
  now: number,
): Answer {
  const { id, support } = supportLine(now);
  const message =
    what === "content"
      ? "You have exceeded a secondary rate limit and have been temporarily blocked from content creation. Please retry your request again later."
      : "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.";
  return createRefusal(status, `${message} ${support}`, ABOUT_SECONDARY, {
    "X-GitHub-Request-Id": id,
    "Retry-After": String(retryAfterSeconds),
  });
}

function supportLine(now: number): { id: string; support: string } {
  const id = randomBytes(8).toString("hex").toUpperCase();
  const when = new Date(now).toISOString().slice(0, 19).replace("T", " ");
  const support = `If you reach out to GitHub Support for help, please include the request ID ${id} and timestamp ${when} UTC.`;
  return { id, support };
}

function createRefusal(
  status: number,
  message: string,
  page: string,
  headers: Record<string, string> = {},
): Answer {
  return { status, body: { message, documentation_url: page, status: String(status) }, headers };
}
