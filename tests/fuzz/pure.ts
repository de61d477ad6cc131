import fc from "fast-check";
import { rateLimitUntil } from "../../ghcr/githubError";
import { parseJson } from "../../ghcr/http/json";
import { isLoopback, sameOrigin } from "../../ghcr/http/origin";
import { retryAfter } from "../../ghcr/http/retry";
import { isHeaderSafe, readable } from "../../ghcr/http/words";
import { packageFacts, versionFacts } from "../../ghcr/packageShapes";
import { parseReference, printReference } from "../../ghcr/reference";
import { parseChallenges } from "../../ghcr/registry/challenge";
import { describe, digestOf } from "../../ghcr/registry/manifest";

function require(isTrue: boolean, what: string): void {
  if (!isTrue) throw new Error(what);
}

const text = fc.oneof(
  fc.string({ maxLength: 200 }),
  fc.string({ maxLength: 100, unit: "binary" }),
  fc
    .array(fc.constantFrom("Bearer", " ", ",", "=", '"', "\\", "realm", "a", "\t", "\n"), {
      maxLength: 80,
    })
    .map((parts) => parts.join("")),
);

const referenceText = fc.oneof(
  text,
  fc
    .array(
      fc.constantFrom(
        "ghcr.io",
        "/",
        ":",
        "@",
        "a",
        "A",
        "..",
        "-",
        "sha256:",
        "0".repeat(64),
        "%2F",
      ),
      { maxLength: 12 },
    )
    .map((parts) => parts.join("")),
);

const secret = "ghp_exampleexampleexampleexample";
const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;

const quoted = (value: string): string => `"${value.replace(/["\\]/g, "\\$&")}"`;

/** What must hold of each function, whatever it is given. */
export const properties: Readonly<Record<string, fc.IProperty<[unknown]>>> = {
  "challenges are read within bounds": fc.property(text, (header) => {
    for (const { scheme, parameters } of parseChallenges(header)) {
      require(/^[^\s,="]+$/.test(scheme), `the scheme ${scheme}`);
      require(parameters.size <= 32, "too many parameters");
    }
  }),
  "a challenge's value comes back as it was": fc.property(
    fc.string({ maxLength: 200 }),
    (value) => {
      const read = parseChallenges(`Basic a=b, Bearer service=x, realm=${quoted(value)} , z=1`);
      require(read[1]?.parameters.get("realm") === value, "another value");
      require(read[1]?.parameters.get("z") === "1", "what follows is lost");
    },
  ),
  "words are short, visible and without the secret": fc.property(
    fc.array(fc.oneof(text, fc.constant(secret)), { maxLength: 40 }).map((all) => all.join("")),
    (said) => {
      const shown = readable(said, [secret]);
      require(!shown.includes(secret), "the secret");
      require(!invisible.test(shown), "an invisible character");
      require(shown.length <= 6 * 2001, "too long");
    },
  ),
  "JSON is read or refused": fc.property(
    fc.oneof(text, fc.json({ maxDepth: 5 })),
    (said) => void parseJson(said),
  ),
  "a manifest is described, whatever it is": fc.property(
    fc.oneof(
      text,
      fc
        .jsonValue()
        .map((value) => JSON.stringify({ manifests: value, annotations: value, mediaType: value })),
    ),
    (said) => {
      const body = Buffer.from(said);
      const manifest = describe(body, digestOf(body));
      require(manifest.platforms.every((each) => typeof each === "string"), "a platform");
      require(Object.values(manifest.annotations).every(
        (each) => typeof each === "string",
      ), "an annotation");
    },
  ),
  "packages and versions are read or refused": fc.property(fc.jsonValue(), (value) => {
    packageFacts(value);
    versionFacts(value);
  }),
  "a reference is refused, or printed as it was": fc.property(referenceText, (said) => {
    let printed: string | undefined;
    try {
      printed = printReference(parseReference(said));
    } catch (error) {
      require(error instanceof Error, "what was thrown is no error");
    }
    require(printed === undefined || printed === said, "another reference");
  }),
  "waits are times": fc.property(text, (said) => {
    const wait = retryAfter(said);
    require(wait === undefined || wait >= 0, "a negative wait");
    const until = rateLimitUntil(429, { "retry-after": said, "x-ratelimit-reset": said }, said);
    require(until !== undefined && !Number.isNaN(until.getTime()), "no time");
  }),
  "an address stays on its origin": fc.property(fc.oneof(text, fc.webUrl()), (said) => {
    const url = sameOrigin(said, new URL("https://ghcr.io/v2/"));
    require(url === undefined || url.origin === "https://ghcr.io", "another origin");
    require(!isLoopback(`x${said}`), "this machine");
  }),
  "what a header can carry, it carries": fc.property(text, (said) => {
    if (isHeaderSafe(said)) new Headers({ authorization: `Bearer ${said}` });
  }),
};

/** Tries each property; gives the failures, each with the seed and the path that repeat it. */
export function fuzzPure(runs: number, seed: number): readonly string[] {
  const each = Math.max(1, Math.ceil(runs / Object.keys(properties).length));
  return Object.entries(properties).flatMap(([name, property]) => {
    const result = fc.check(property, { numRuns: each, seed });
    return result.failed ? [`${name}\n${fc.defaultReportMessage(result)}`] : [];
  });
}
