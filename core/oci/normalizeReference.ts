import { quote } from "../text/characters";
import { toAsciiLowerCase, referenceProblems, splitReference, type Reference } from "./reference";

/** A reference that registries accept, and the changes that were made to the text. */
export interface NormalizedReference {
  readonly reference: Reference;
  /** One sentence per change; empty if the text was valid. */
  readonly changes: readonly string[];
}

/** A text that no safe change turns into a reference. */
export interface RejectedReference {
  readonly problems: readonly string[];
}

/** Docker's own names for Docker Hub: https://github.com/distribution/reference/blob/main/normalize.go */
const dockerHubHosts = new Set(["docker.io", "index.docker.io", "registry-1.docker.io"]);

const schemes = ["https://", "http://", "docker://", "oci://"];

/**
 * Parses a reference as people type it. Removes surrounding whitespace and `https://`, and converts the
 * host, owner, name and digest to lower case, but not the tag, which is case-sensitive. Reports each
 * change. Never guesses the registry: a deployment needs a complete reference.
 */
export function normalizeReference(text: string): NormalizedReference | RejectedReference {
  const changes: string[] = [];
  const bare = removeScheme(trimWhitespace(text, changes), changes);
  const found = splitReference(bare);
  if (found === undefined || namesNoRegistry(found.registry)) {
    return { problems: [`${quote(text)}: ${shapeProblem(bare)}`] };
  }
  const reference = expandOfficialName(convertToLowerCase(found, changes), changes);
  const problems = referenceProblems(reference);
  if (problems.length > 0) {
    return { problems: problems.map((problem) => `${quote(text)}: ${problem}`) };
  }
  return { reference, changes };
}

function trimWhitespace(text: string, changes: string[]): string {
  const bare = text.trim();
  if (bare !== text) changes.push("surrounding whitespace is removed");
  return bare;
}

function removeScheme(text: string, changes: string[]): string {
  const scheme = schemes.find((each) => text.toLowerCase().startsWith(each));
  if (scheme === undefined) return text;
  changes.push(`${scheme} is removed: a reference begins with the registry's host`);
  return text.slice(scheme.length);
}

function convertToLowerCase(found: Reference, changes: string[]): Reference {
  const { registry, name, tag, digest } = found;
  const lower = (part: string, before: string): string => {
    const after = toAsciiLowerCase(before);
    if (after !== before)
      changes.push(`the ${part} ${quote(before)} is changed to lower case: '${after}'`);
    return after;
  };
  return {
    registry: lower("registry", registry),
    name: lower("name", name),
    ...(tag === undefined ? {} : { tag }),
    ...(digest === undefined ? {} : { digest: lower("digest", digest) }),
  };
}

/** Docker Hub keeps its official images under `library/`, and docker adds that silently. */
function expandOfficialName(reference: Reference, changes: string[]): Reference {
  if (!dockerHubHosts.has(reference.registry)) return reference;
  if (reference.registry !== "docker.io") {
    changes.push(`the registry '${reference.registry}' is Docker Hub: docker.io`);
  }
  const isOfficial = !reference.name.includes("/");
  if (isOfficial) changes.push(`the name '${reference.name}' is Docker Hub's library/…`);
  const name = isOfficial ? `library/${reference.name}` : reference.name;
  return { ...reference, registry: "docker.io", name };
}

/** By docker's rule: a first part with no '.' and no ':' is an account on Docker Hub, not a host. */
function namesNoRegistry(first: string): boolean {
  return !/[.:]/.test(first) && first.toLowerCase() !== "localhost";
}

function shapeProblem(text: string): string {
  const isShortName = /^(?:[^/:@.]+\/)*[^/:@]+(?::[^/:@]+)?(?:@.+)?$/.test(text);
  if (!isShortName) return "is not a reference: registry/name:tag@digest";
  const hub = text.includes("/") ? "docker.io" : "docker.io/library";
  return (
    "has no registry, which a deployment requires. " +
    `For Docker Hub, write ${quote(`${hub}/${text}`)}; for GitHub, write ${quote(`ghcr.io/OWNER/${text.split("/").at(-1) ?? ""}`)}`
  );
}
