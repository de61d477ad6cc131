import type { Secret } from "../world/world";
import type { Answer } from "./answer";
import { failure, unprocessable } from "./answer";
import type { Call } from "./operation";

const SECRET_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
const NAME_RULE =
  "Secret names can only contain alphanumeric characters ([a-z], [A-Z], [0-9]) or underscores (_). Spaces are not allowed. Must start with a letter ([a-z], [A-Z]) or underscores (_).";

export const IMPROPERLY_ENCRYPTED = failure(
  422,
  "Bad request - validation failed due to an improperly encrypted secret",
);

/** GitHub keeps and shows names in upper case, whatever they were sent in. */
export function secretName(call: Call): string {
  return (call.parameters.secret_name ?? "").toUpperCase();
}

/** Why no secret can have this name, or null where one can. */
export function nameDenial(name: string): Answer | null {
  if (!SECRET_NAME.test(name)) return unprocessable(NAME_RULE);
  return name.startsWith("GITHUB_")
    ? unprocessable("Secret names must not start with GITHUB_.")
    : null;
}

/** Never with its value. */
export function secretShape(name: string, secret: Secret): Record<string, string> {
  return { name, created_at: secret.createdAt, updated_at: secret.updatedAt };
}
