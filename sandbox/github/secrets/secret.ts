import type { Secret, SecretStore } from "../../world/world";
import { now } from "../../world/world";
import type { Answer } from "../answer";
import { failure, unprocessable } from "../answer";
import type { Call } from "../operation";
import { openBox } from "./sealedBox";

const SECRET_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
const NAME_RULE =
  "Secret names can only contain alphanumeric characters ([a-z], [A-Z], [0-9]) or underscores (_). Spaces are not allowed. Must start with a letter ([a-z], [A-Z]) or underscores (_).";

const IMPROPERLY_ENCRYPTED = failure(
  422,
  "Bad request - validation failed due to an improperly encrypted secret",
);

/** GitHub stores and shows names in upper case. */
export function secretName(call: Call): string {
  return (call.parameters.secret_name ?? "").toUpperCase();
}

/** The refusal of an invalid secret name, or null for a valid one. */
export function findNameDenial(name: string): Answer | null {
  if (!SECRET_NAME.test(name)) return unprocessable(NAME_RULE);
  return name.startsWith("GITHUB_")
    ? unprocessable("Secret names must not start with GITHUB_.")
    : null;
}

/**
 * Opens the sealed box in the body with this key; returns the secret, or GitHub's refusal. A changed
 * secret keeps its creation time.
 */
export async function decryptSecret(
  call: Call,
  key: SecretStore["key"],
  old: Secret | undefined,
): Promise<{ secret: Secret } | { denied: Answer }> {
  const { encrypted_value: sealed, key_id: keyId } = call.body;
  if (key === null || typeof sealed !== "string" || keyId !== key.id) {
    return { denied: IMPROPERLY_ENCRYPTED };
  }
  const opened = await openBox(key, sealed);
  if (opened === null) return { denied: IMPROPERLY_ENCRYPTED };
  const time = now();
  return { secret: { sealed, opened, createdAt: old?.createdAt ?? time, updatedAt: time } };
}

/** Never with its value. */
export function secretShape(name: string, secret: Secret): Record<string, string> {
  return { name, created_at: secret.createdAt, updated_at: secret.updatedAt };
}
