import fc from "fast-check";
import { normalizeReference } from "../../../core/oci/normalizeReference";
import { packageReference, parseReference, pin, printReference } from "../../../core/oci/reference";
import { character } from "../../fuzz/character";
import { withTimeout } from "../../withTimeout";

/**
 * The grammar, written down apart from the code: the name and the tag from the distribution
 * specification (spec.md, Pulling manifests), the host and the digest from docker's reference
 * package (regexp.go) with the narrower choices of this project: sha256 only, and a host that no
 * client takes for an account on Docker Hub.
 */
const nameOfSpecification =
  /^[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*$/;
const tagOfSpecification = /^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}$/;
const hostOfDocker =
  /^([a-z0-9]|[a-z0-9][a-z0-9-]*[a-z0-9])(\.([a-z0-9]|[a-z0-9][a-z0-9-]*[a-z0-9]))*(:[0-9]+)?$/;
const digestOfSpecification = /^sha256:[a-f0-9]{64}$/;

function mustMatchGrammar(text: string): void {
  expect(text).toMatch(/^[\x21-\x7e]+$/);
  const [withoutDigest = "", digest, ...more] = text.split("@");
  expect(more).toEqual([]);
  if (digest !== undefined) expect(digest).toMatch(digestOfSpecification);
  const [host = "", ...path] = withoutDigest.split("/");
  expect(host).toMatch(hostOfDocker);
  expect(host === "localhost" || /[.:]/.test(host)).toBe(true);
  const [name = "", tag, ...tags] = path.join("/").split(":");
  expect(tags).toEqual([]);
  expect(name).toMatch(nameOfSpecification);
  expect(host.length + 1 + name.length).toBeLessThanOrEqual(255);
  if (tag !== undefined) expect(tag).toMatch(tagOfSpecification);
}

const letterOf = (alphabet: string) => fc.constantFrom(...Array.from(alphabet));
const hexadecimal = fc.string({
  unit: letterOf("0123456789abcdef"),
  minLength: 64,
  maxLength: 64,
});
const lower = fc.string({ unit: letterOf("abcz019"), minLength: 1, maxLength: 6 });
const joint = fc.constantFrom(".", "_", "__", "-", "--", "-----");
const part = fc
  .tuple(lower, fc.array(fc.tuple(joint, lower), { maxLength: 2 }))
  .map(([first, more]) => first + more.flat().join(""));
const right = fc.record(
  {
    registry: fc.constantFrom("ghcr.io", "localhost", "localhost:5000", "127.0.0.1:1", "a-b.c.io"),
    name: fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join("/")),
    tag: fc
      .tuple(letterOf("aZ0_"), fc.string({ unit: letterOf("aZ0._-"), maxLength: 127 }))
      .map((letters) => letters.join("")),
    digest: hexadecimal.map((hex) => `sha256:${hex}`),
  },
  { requiredKeys: ["registry", "name"] },
);

/** Near misses: right ones with something put in, and every kind of text. */
const text = fc.oneof(
  fc
    .tuple(
      right.map(printReference),
      fc.nat(80),
      fc.oneof(fc.string(), fc.string({ unit: character })),
    )
    .map(([whole, at, formatIssue]) => whole.slice(0, at) + formatIssue + whole.slice(at)),
  right.map(printReference).map((whole) => ` docker://${whole.toUpperCase()} `),
  fc
    .array(
      fc.constantFrom("ghcr.io", "/", ":", "@", "a", "A", ".", "-", "_", " ", "\u212a", "sha256:"),
    )
    .map((pieces) => pieces.join("")),
  fc.string({ unit: character }),
);

const runs = { numRuns: 500 };

it("a valid reference is read as it was printed, and normalized without a change", () => {
  fc.assert(
    fc.property(right, (reference) => {
      mustMatchGrammar(printReference(reference));
      expect(parseReference(printReference(reference))).toEqual(reference);
      expect(normalizeReference(printReference(reference))).toEqual({ reference, changes: [] });
    }),
    runs,
  );
});

it("nothing that the grammar rejects is accepted", () => {
  let letOut = 0;
  fc.assert(
    fc.property(text, (any) => {
      try {
        const reference = parseReference(any);
        letOut += 1;
        expect(printReference(reference)).toBe(any);
        mustMatchGrammar(any);
      } catch (error) {
        expect(error).toBeInstanceOf(Error);
        if ((error as { matcherResult?: unknown }).matcherResult !== undefined) throw error;
      }
      const normalized = normalizeReference(any);
      if ("problems" in normalized) {
        expect(normalized.problems.length).toBeGreaterThan(0);
      } else {
        mustMatchGrammar(printReference(normalized.reference));
        expect(normalized.changes.length > 0).toBe(printReference(normalized.reference) !== any);
      }
    }),
    { numRuns: 2000 },
  );
  expect(letOut).toBeGreaterThan(10);
});

it("a reference made of an owner, a name, a tag and a digest is valid, or throws", () => {
  const piece = fc.oneof(part, fc.string(), fc.constantFrom("A", "\u212a", "a b", "", "a/b"));
  fc.assert(
    fc.property(piece, piece, piece, hexadecimal, (owner, name, tag, hex) => {
      let made: string | undefined;
      try {
        const reference = packageReference("ghcr.io", owner, name);
        made = printReference(pin(reference, tag, `sha256:${hex}`));
      } catch (error) {
        expect(String(error)).toContain(": ");
      }
      if (made !== undefined) mustMatchGrammar(made);
    }),
    runs,
  );
});

it("a line of a megabyte is refused", () => {
  for (const piece of ["a", "a.", "A-", "/", ":", "@", "a/", "--", " "]) {
    const long = `ghcr.io/${piece.repeat(1_000_000 / piece.length)}!`;
    expect(withTimeout(() => normalizeReference(long))).toHaveProperty("problems");
    // In the words of a refusal, and not in those of a timeout.
    expect(() => withTimeout(() => parseReference(long))).toThrow("ghcr.io/");
  }
});
