import { permissionsOf } from "../tokens";
import type { Token } from "../world/world";
import type { Answer } from "./answer";
import { failure } from "./answer";

/** Operations that no installation can use, whatever its permissions. */
const PERSONS_ONLY = /^(?:users\/get-authenticated|.*-for-authenticated-user)$/;

/**
 * The permission that GitHub requires, by method and operation: the first match, or else
 * `administration` (docs.github.com, Permissions required for GitHub Apps, and for fine-grained
 * tokens).
 */
const PERMISSIONS: [RegExp, ...string[]][] = [
  [/^GET (?:users\/|orgs\/get$|rate-limit\/)/, "metadata"],
  [/^GET repos\/(?:get|get-all-topics|list-for-.*|.*rule.*)$/, "metadata"],
  [/ git\/| repos\/(?:.*commit|.*content|.*branch|delete-file)/, "contents"],
  [/ pulls\/merge$/, "contents"],
  [/ pulls\//, "pull_requests"],
  // For issues or pull requests: the operation checks which permission applies.
  [/ issues\/.*comment/, "issues", "pull_requests"],
  [/ issues\//, "issues"],
  [/ actions\/.*org-(?:secret|public-key)/, "organization_secrets"],
  [/ actions\/.*organization$/, "organization_administration"],
  [/ actions\/.*(?:secret|public-key)/, "secrets"],
  [/ dependabot\/.*(?:secret|public-key)/, "dependabot_secrets"],
  [/ packages\//, "packages"],
];

export interface Permission {
  name: string;
  level: "read" | "write";
}

/** One of these is sufficient. */
export function acceptedPermissions(operation: string, method: string): Permission[] {
  const found = PERMISSIONS.find(([pattern]) => pattern.test(`${method} ${operation}`));
  const [, ...names] = found ?? [null, "administration"];
  return names.map((name) => ({ name, level: method === "GET" ? "read" : "write" }));
}

/** The denial for this kind of token; null if its owner's rights decide. */
export function findPermissionDenial(
  token: Token,
  operation: string,
  method: string,
): Answer | null {
  const who = token.kind === "fine-grained" ? "personal access token" : "integration";
  const denied = failure(403, `Resource not accessible by ${who}`);
  const isInstallation = token.kind === "actions" || token.kind === "installation";
  if (isInstallation && PERSONS_ONLY.test(operation)) return denied;
  const accepted = acceptedPermissions(operation, method);
  // No fine-grained token can have this permission (github/roadmap#558).
  const isOfPackages = accepted.some(({ name }) => name === "packages");
  if (isOfPackages && token.kind === "fine-grained") return denied;
  const bounds = permissionsOf(token);
  if (bounds === null) return null;
  const isGranted = accepted.some(({ name, level }) => {
    const granted = name === "metadata" ? "read" : bounds[name];
    return granted === "write" || granted === level;
  });
  return isGranted ? null : denied;
}
