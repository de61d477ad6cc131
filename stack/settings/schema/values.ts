import { normalizeReference } from "../../../core/oci/normalizeReference";
import { printReference } from "../../../core/oci/reference";
import { looksLikeToken } from "../../../core/tokens/redact";

/** What is wrong with a value, in words that follow the value itself, and nothing if it is right. */

/**
 * A day without quotes is a date to YAML, and Pulumi 3.255 hands it over in Go's words:
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
    "'pulumi config set --secret ghcr:secret-NAME', and refer to it in the image's secrets: {ID: NAME}"
  );
}

/** The id stands in `--mount=type=secret,id=…`, where a comma begins the next field. */
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

/** A mirror's source: a whole reference, so that nobody has to guess the registry. */
export function fromProblem(text: string): string | undefined {
  if (looksLikeToken(text) || /^[^\s/]+@[^\s/]+\//.test(text)) {
    return "contains a token or a password; write only the reference, and log in with 'docker login'";
  }
  const normalized = normalizeReference(text);
  if ("problems" in normalized) {
    // Each begins with the text, which stands before this already.
    const problems = normalized.problems.map((problem) => problem.replace(/^'.*?': /, ""));
    return `is not a reference: ${problems.join("; ")}`;
  }
  const { reference, changes } = normalized;
  const printed = printReference(reference);
  return changes.length > 0 ? `must be written ${printed}: ${changes.join("; ")}` : undefined;
}

/** A pattern that GitHub's rulesets compare with a tag's name; it is matched as Ruby's fnmatch does. */
export function tagPatternProblem(pattern: string): string | undefined {
  if (pattern.startsWith("refs/")) {
    return "is a full Git ref; write only the tag name, without 'refs/tags/'";
  }
  if (/^[^\s~^:\\]+$/.test(pattern)) return undefined;
  return "is not a valid tag pattern: it must not contain spaces, '~', '^', ':' or '\\'; write for instance \"v*\"";
}
