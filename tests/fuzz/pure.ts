import fc from "fast-check";
import { recognize } from "../../core/denials";
import { rateLimitUntil } from "../../core/github/error";
import { parseJson } from "../../core/http/json";
import { isLoopback, sameOrigin } from "../../core/http/origin";
import { retryAfter } from "../../core/http/retry";
import { isHeaderSafe, sanitizeServerText } from "../../core/http/serverText";
import { packageFacts, versionFacts } from "../../core/github/packageShapes";
import { normalizeReference } from "../../core/oci/normalizeReference";
import { parseReference, printReference } from "../../core/oci/reference";
import { parseChallenges } from "../../core/registry/challenge";
import { parseManifest, digestOf } from "../../core/registry/manifest";
import { tokenFacts } from "../../core/tokens/facts";
import { readToken } from "../../core/tokens/format";
import { character } from "./character";

function require(isTrue: boolean, what: string): void {
  if (!isTrue) throw new Error(what);
}

const text = fc.oneof(
  fc.string({ maxLength: 200 }),
  fc.string({ maxLength: 100, unit: character }),
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

const tokenHeaders = [
  "x-oauth-scopes",
  "github-authentication-token-expiration",
  "x-github-sso",
  "x-ratelimit-remaining",
  "retry-after",
];
const headerValue = fc.oneof(
  text,
  fc.constantFrom(
    "repo, read:packages",
    "2021-09-03 02:34:04 UTC",
    "2021-02-31 25:61:61 UTC",
    "9999-12-31 23:59:59 +9999",
    "required; url=https://github.com/orgs/o/sso",
    "required; url=javascript:alert(1)",
    "partial-results; organizations=1,,x",
    "0",
  ),
);

const logText = fc
  .array(
    fc.oneof(
      text,
      fc.constantFrom(
        "denied: ",
        "permission_denied: write_package",
        'Get "https://ghcr.io/v2/": ',
        "unauthorized",
        "403 Forbidden",
        "docker.io/library/x",
        "\n",
        "\u001b[31m",
        '{"errors":[{"code":"DENIED","message":"',
        "#12 ERROR: ",
      ),
    ),
    { maxLength: 20 },
  )
  .map((parts) => parts.join(""));

const secret = "ghp_exampleexampleexampleexample";
const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;

const quoted = (value: string): string => `"${value.replace(/["\\]/g, "\\$&")}"`;

/** The properties of functions that must hold for any input. */
export const properties: Readonly<Record<string, fc.IProperty<[unknown]>>> = {
  "a challenge has a valid scheme and a limited number of parameters": fc.property(
    text,
    (header) => {
      for (const { scheme, parameters } of parseChallenges(header)) {
        require(/^[^\s,="]+$/.test(scheme), `the scheme ${scheme}`);
        require(parameters.size <= 32, "too many parameters");
      }
    },
  ),
  "a quoted value in a challenge is read unchanged": fc.property(
    fc.string({ maxLength: 200 }),
    (value) => {
      const read = parseChallenges(`Basic a=b, Bearer service=x, realm=${quoted(value)} , z=1`);
      require(read[1]?.parameters.get("realm") === value, "another value");
      require(read[1]?.parameters.get("z") === "1", "the next parameter is missing");
    },
  ),
  "messages are short, visible and without the secret": fc.property(
    fc.array(fc.oneof(text, fc.constant(secret)), { maxLength: 40 }).map((all) => all.join("")),
    (input) => {
      const output = sanitizeServerText(input, [secret]);
      require(!output.includes(secret), "the secret");
      require(!invisible.test(output), "an invisible character");
      require(output.length <= 6 * 2001, "too long");
    },
  ),
  "parsing JSON does not crash": fc.property(
    fc.oneof(text, fc.json({ maxDepth: 5 })),
    (input) => void parseJson(input),
  ),
  "any manifest can be parsed": fc.property(
    fc.oneof(
      text,
      fc
        .jsonValue()
        .map((value) => JSON.stringify({ manifests: value, annotations: value, mediaType: value })),
    ),
    (input) => {
      const body = Buffer.from(input);
      const manifest = parseManifest(body, digestOf(body));
      require(manifest.platforms.every((each) => typeof each === "string"), "a platform");
      require(Object.values(manifest.annotations).every(
        (each) => typeof each === "string",
      ), "an annotation");
    },
  ),
  "reading packages and versions does not crash": fc.property(fc.jsonValue(), (value) => {
    packageFacts(value);
    versionFacts(value);
  }),
  "a reference is rejected, or printed unchanged": fc.property(referenceText, (input) => {
    let printed: string | undefined;
    try {
      printed = printReference(parseReference(input));
    } catch (error) {
      require(error instanceof Error, "the thrown value is not an Error");
    }
    require(printed === undefined || printed === input, "another reference");
  }),
  "a reference is normalized, or rejected with a reason": fc.property(referenceText, (input) => {
    const made = normalizeReference(input);
    if ("problems" in made) require(made.problems.length > 0, "rejected without a reason");
    else parseReference(printReference(made.reference));
  }),
  "any token headers can be read": fc.property(
    fc.tuple(
      fc.dictionary(fc.constantFrom(...tokenHeaders), headerValue),
      fc.constantFrom("classic", "fine-grained", "OAuth", "installation", "unknown"),
      fc.oneof(text, fc.jsonValue()),
      fc.integer({ min: 200, max: 599 }),
    ),
    ([headers, kind, body, status]) => {
      const facts = tokenFacts(kind, { status, headers, body }, new Date());
      const { expires, daysLeft } = facts;
      require(!(expires instanceof Date) || !Number.isNaN(expires.getTime()), "no date");
      require(daysLeft === null || Number.isSafeInteger(daysLeft), "no number of days");
      require(facts.singleSignOn?.state !== "required" ||
        facts.singleSignOn.address === null ||
        facts.singleSignOn.address.startsWith("https://"), "the address is not https");
    },
  ),
  "a token's format issues do not quote it": fc.property(text, (input) => {
    const reading = readToken(`${input}${secret}${input}`);
    if ("formatIssues" in reading) {
      require(!JSON.stringify(reading.formatIssues).includes(
        secret,
      ), "the token in a format issue");
    } else {
      require(!JSON.stringify(reading).includes(secret), "the token in JSON");
    }
  }),
  "any log can be searched for denials": fc.property(logText, (input) => {
    for (const { line, lastLine, cause } of recognize(input)) {
      require(line >= 1 && lastLine >= line && cause !== "", "no place or no cause");
    }
  }),
  "retry times are valid": fc.property(text, (input) => {
    const wait = retryAfter(input);
    require(wait === undefined || wait >= 0, "a negative wait");
    const until = rateLimitUntil(429, { "retry-after": input, "x-ratelimit-reset": input }, input);
    require(until !== undefined && !Number.isNaN(until.getTime()), "no time");
  }),
  "an address stays on its origin": fc.property(fc.oneof(text, fc.webUrl()), (input) => {
    const url = sameOrigin(input, new URL("https://ghcr.io/v2/"));
    require(url === undefined || url.origin === "https://ghcr.io", "another origin");
    require(!isLoopback(`x${input}`), "this machine");
  }),
  "a value that is safe for a header can be sent": fc.property(text, (input) => {
    if (isHeaderSafe(input)) new Headers({ authorization: `Bearer ${input}` });
  }),
};

/** Checks each property; returns the failures with the seeds that repeat them. */
export function fuzzPure(runs: number, seed: number): readonly string[] {
  const each = Math.max(1, Math.ceil(runs / Object.keys(properties).length));
  return Object.entries(properties).flatMap(([name, property]) => {
    const result = fc.check(property, { numRuns: each, seed, includeErrorInReport: true });
    return result.failed ? [`${name}\n${fc.defaultReportMessage(result)}`] : [];
  });
}
