import { packageProblem } from "../oci/names";
import { referenceProblems, splitReference, type Reference } from "../oci/reference";
import { quote } from "../text/characters";

/** A reference to ghcr.io in a message that no registry accepts, whatever the token. */
export interface MalformedReference {
  /** The row of the table with the fix. */
  readonly id: "ghcr-no-owner" | "name-upper-case" | "reference-format";
  readonly host: string;
  readonly cause: string;
  /** The package's name, if only the owner is missing. */
  readonly name: string | undefined;
}

/** The first malformed reference to one of the hosts in a message. */
export function findMalformedReference(
  message: string,
  hosts: ReadonlySet<string>,
): MalformedReference | undefined {
  const lower = message.toLowerCase();
  for (const host of hosts) {
    if (!lower.includes(`${host}/`)) continue;
    for (const { text, reference } of listReferences(message, host)) {
      const found = check(text, host, reference);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

interface Candidate {
  /** As the message has it. */
  readonly text: string;
  /** Undefined: without the parts of a reference. */
  readonly reference: Reference | undefined;
}

/** Between these words and the closing quote, everything is the reference, spaces included. */
const quotedWhole =
  /(?:invalid tag|pars(?:e|ing) (?:image )?(?:reference|name)):? "([^"\n]{1,400})"/gi;

/** A masked secret, a variable or a placeholder: what the registry received is unknown. */
const isIncomplete = /[*$<>{}%…\\]/;

function listReferences(message: string, host: string): readonly Candidate[] {
  const whole = [...message.matchAll(quotedWhole)].map(([, text = ""]) => text);
  const rest = message.replace(quotedWhole, " ");
  return [
    ...whole.filter((text) => text.toLowerCase().includes(`${host}/`)).map(candidate),
    ...listNames(rest, host).map((name) => ({
      text: `${host}/${name}`,
      reference: { registry: host, name },
    })),
    ...listTokens(rest, host).map(candidate),
  ].filter(({ text }) => !isIncomplete.test(text));
}

function candidate(text: string): Candidate {
  return { text, reference: splitReference(text) };
}

/** The names in requests to the registry and to its token service. */
function listNames(message: string, host: string): readonly string[] {
  const address = `https?://${escape(host)}/`;
  const inPath = new RegExp(
    `${address}v2/([^\\s"'?]{0,300}?)/(?:blobs|manifests|tags|referrers)/`,
    "gi",
  );
  const inScope = new RegExp(
    `${address}token\\?[^\\s"']{0,300}?repository(?::|%3A)([^\\s"'&:]{0,300}?)(?::|%3A)`,
    "gi",
  );
  return [...message.matchAll(inPath), ...message.matchAll(inScope)].map(([, name = ""]) =>
    name.replace(/%2F/gi, "/"),
  );
}

/** References in running text. One without an owner can be a namespace, as in a login. */
function listTokens(message: string, host: string): readonly string[] {
  const token = new RegExp(
    `(?<![\\w.@/-])(?:docker://)?(${escape(host)}/[^\\s"'\`()[\\],;|]{0,400})`,
    "gi",
  );
  return [...message.matchAll(token)].flatMap((found) => {
    const before = message.slice(Math.max(0, found.index - 20), found.index);
    const after = message.charAt(found.index + found[0].length);
    const isQuoted = /["'`[]$/.test(before) && /["'`\]]/.test(after);
    const [, reference = ""] = found;
    const text = isQuoted ? reference : reference.replace(/[.:!?]+$/, "");
    const path = text.slice(host.length + 1);
    if (/^(?:v2|token)(?:[/?]|$)/.test(path) || /(?:^|\/)$/.test(path)) return [];
    const isOfImage =
      /[/:@]/.test(path) ||
      (before.endsWith("[") && after === "]") ||
      /\b(?:push|pull|for|image|tag|reference) ["'`]?$/i.test(before);
    return isOfImage ? [text] : [];
  });
}

function check(
  text: string,
  host: string,
  reference: Reference | undefined,
): MalformedReference | undefined {
  const problems = findProblems(text, host, reference);
  if (problems.length === 0) return undefined;
  const name = reference?.name ?? "";
  const parts = name.split("/").filter((part) => part !== "");
  const hasEmptyPart = parts.length < name.split("/").length;
  const isFormat = reference?.registry.toLowerCase() !== host;
  const id = isFormat
    ? "reference-format"
    : hasEmptyPart || parts.length < 2
      ? "ghcr-no-owner"
      : /[A-Z]/.test(name)
        ? "name-upper-case"
        : "reference-format";
  const isNamed = id === "ghcr-no-owner" && parts.length === 1 && !name.endsWith("/");
  return {
    id,
    host,
    cause: `The reference ${quote(text)} is malformed: ${problems.join("; ")}.`,
    name: isNamed && packageProblem(parts[0] ?? "") === undefined ? parts[0] : undefined,
  };
}

function findProblems(
  text: string,
  host: string,
  reference: Reference | undefined,
): readonly string[] {
  if (text !== text.trim()) return ["it begins or ends with a space"];
  if (/^[a-z]+:\/\//i.test(text)) return ["it begins with a scheme, such as https://"];
  if (reference === undefined) {
    const isWithoutName = text.toLowerCase() === `${host}/` || /^[^/]+\/[:@]/.test(text);
    return [
      isWithoutName
        ? "its owner and name are empty (often because a variable is empty)"
        : "its tag is empty (often because a variable is empty)",
    ];
  }
  const { registry, name, tag } = reference;
  if (registry.toLowerCase() !== host) return [];
  if (name.startsWith("/")) return ["its owner is empty (often because a variable is empty)"];
  return [
    ...(name.includes("/") ? [] : ["it has no owner"]),
    // Logs shorten digests, so a digest proves nothing.
    ...referenceProblems({ registry: host, name, ...(tag === undefined ? {} : { tag }) }),
  ];
}

function escape(host: string): string {
  return host.replace(/[.\\]/g, "\\$&");
}
