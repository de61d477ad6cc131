import { normalizeReference } from "../../../core/oci/normalizeReference";
import { printReference } from "../../../core/oci/reference";
import { looksLikeToken } from "../../../core/tokens/redact";

/** Each function returns what is wrong with a value, as text to follow the value, or undefined. */

/**
 * YAML reads an unquoted day as a date, and Pulumi 3.255 passes it on in Go's format:
 * `2026-11-21 00:00:00 +0000 UTC`.
 */
export function dateProblem(text: string): string | undefined {
  const found = /^(\d{4}-\d\d-\d\d) \d\d:\d\d:\d\d(?:\.\d+)? [+-]\d{4} \S+$/.exec(text);
  if (found === null) return undefined;
  return `is read as a date by YAML; write it in quotes: "${found[1] ?? ""}"`;
}

/** The build argument that makes each image an index; components/containerImage.ts sets it. */
const reservedArgument = "BUILDKIT_MULTI_PLATFORM";

export function argumentNameProblem(name: string): string | undefined {
  if (name === reservedArgument) return "is reserved: each image is built as an index";
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) return undefined;
  return "is not a valid build argument name; use letters, digits and '_', and start with no digit";
}

export function argumentProblem(value: string): string | undefined {
  if (!looksLikeToken(value)) return undefined;
  return (
    "looks like a token, and build arguments stay readable in the image; store it with " +
    "'npx pulumi config set --secret ghcr:secret-NAME', and refer to it in the image's secrets: {ID: NAME}"
  );
}

/** The ID is used in `--mount=type=secret,id=…`, where a comma starts the next field. */
export function secretIdProblem(id: string): string | undefined {
  if (/^[A-Za-z0-9_][A-Za-z0-9_.-]*$/.test(id)) return undefined;
  return "is not a valid secret ID; use letters, digits, '_', '.' and '-'";
}

/** A path that is the same on each machine. */
export function rootProblem(path: string): string | undefined {
  if (path === "") return "is empty";
  if (!isAbsolutePath(path)) return undefined;
  return "is an absolute path; write it relative to this program";
}

export function isAbsolutePath(path: string): boolean {
  return /^(?:[/\\~]|[A-Za-z]:[/\\])/.test(path);
}

/** A mirror's source must be a full reference, including the registry. */
export function fromProblem(text: string): string | undefined {
  if (looksLikeToken(text) || /^[^\s/]+@[^\s/]+\//.test(text)) {
    return "contains a token or a password; write only the reference, and log in with 'docker login'";
  }
  const normalized = normalizeReference(text);
  if ("problems" in normalized) {
    // Each starts with the text, which the message already has.
    const problems = normalized.problems.map((problem) => problem.replace(/^'.*?': /, ""));
    return `is not a reference: ${problems.join("; ")}`;
  }
  const { reference, changes } = normalized;
  const printed = printReference(reference);
  return changes.length > 0 ? `must be written ${printed}: ${changes.join("; ")}` : undefined;
}

/** A tag pattern of GitHub's rulesets, which match like Ruby's fnmatch. */
export function tagPatternProblem(pattern: string): string | undefined {
  if (pattern.startsWith("refs/")) {
    return "is a full Git ref; write only the tag name, without 'refs/tags/'";
  }
  if (/^[^\s~^:\\]+$/.test(pattern)) return undefined;
  return "is not a valid tag pattern: it must not contain spaces, '~', '^', ':' or '\\'; write for instance \"v*\"";
}
