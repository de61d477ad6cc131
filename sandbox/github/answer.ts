/** An operation's response, before GitHub's headers are added. */
export interface Answer {
  status: number;
  /** Absent for responses without a body. */
  body?: unknown;
  headers?: Record<string, string>;
}

export const ok = (body: unknown): Answer => ({ status: 200, body });
export const created = (body: unknown): Answer => ({ status: 201, body });
export const noContent: Answer = { status: 204 };

const DOCUMENTATION = "https://docs.github.com/rest";

/** GitHub's basic error. Its `status` is a string. */
export function failure(status: number, message: string, page = ""): Answer {
  const documentation_url = DOCUMENTATION + page;
  return { status, body: { message, documentation_url, status: String(status) } };
}

export interface FieldError {
  resource: string;
  code: string;
  field: string;
  message?: string;
}

export function unprocessable(message: string, errors: FieldError[] = []): Answer {
  const body = { message, errors, documentation_url: DOCUMENTATION, status: "422" };
  return { status: 422, body };
}

export const badCredentials = failure(401, "Bad credentials");
export const requiresAuthentication = failure(401, "Requires authentication");
/** Also GitHub's answer if a scope is missing: it does not reveal what exists. */
export const notFound = failure(404, "Not Found");
/** GitHub's message for a protected branch (BobAnkh/auto-generate-changelog#78). */
export const throughPullRequest = "Changes must be made through a pull request.";
export const archived = failure(403, "Repository was archived so is read-only.");
