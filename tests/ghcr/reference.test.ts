import {
  packageReference,
  parseReference,
  pin,
  printReference,
  type Reference,
} from "../../ghcr/reference";

const digest = `sha256:${"0123456789abcdef".repeat(4)}`;

describe("a package's reference", () => {
  it("is in lower case, as the registry wants the owner's capitals too", () => {
    expect(packageReference("ghcr.io", "F1bonacci66", "V7/Backend")).toEqual({
      registry: "ghcr.io",
      name: "f1bonacci66/v7/backend",
    });
  });

  it("is pinned by a tag and a digest, and keeps nothing of an older pin", () => {
    const older: Reference = { registry: "ghcr.io", name: "a/b", tag: "old", digest };
    const newer = `sha256:${"f".repeat(64)}`;
    expect(pin(older, "latest", newer)).toEqual({
      registry: "ghcr.io",
      name: "a/b",
      tag: "latest",
      digest: newer,
    });
  });

  it.each(["", "latest", "sha256:", digest.slice(0, -1), `${digest}0`, digest.toUpperCase()])(
    "is not pinned by '%s'",
    (wrong) => {
      const reference = packageReference("ghcr.io", "a", "b");
      expect(() => pin(reference, "latest", wrong)).toThrow(`'${wrong}' is not a digest`);
    },
  );
});

describe("reading", () => {
  it.each<[string, Reference]>([
    ["ghcr.io/a/b", { registry: "ghcr.io", name: "a/b" }],
    ["ghcr.io/a/b:1", { registry: "ghcr.io", name: "a/b", tag: "1" }],
    ["localhost:5000/a/b", { registry: "localhost:5000", name: "a/b" }],
    [`127.0.0.1:80/a/b/c@${digest}`, { registry: "127.0.0.1:80", name: "a/b/c", digest }],
    [`ghcr.io/a/b:1@${digest}`, { registry: "ghcr.io", name: "a/b", tag: "1", digest }],
  ])("takes %s", (text, reference) => {
    expect(parseReference(text)).toEqual(reference);
  });

  const shape = "is not a reference: registry/name:tag@digest";
  it.each([
    ["", shape],
    ["ghcr.io", shape],
    ["ghcr.io/", shape],
    ["/a/b", shape],
    ["https://ghcr.io/a/b", "the registry 'https:' is not a registry"],
    ["ghcr.io/A/b", "the name 'A/b' has capitals, and a registry takes none"],
    ["ghcr.io/a//b", "the name 'a//b' has an empty part between slashes"],
    ["ghcr.io/a b", "the name 'a b' has the part 'a b'"],
    ["ghcr.io/a/b:", shape],
    ["ghcr.io/a/b:-1", "'-1' is not a tag"],
    ["ghcr.io/a/b:1:2", "'1:2' is not a tag"],
    ["ghcr.io/a/b@", shape],
    ["ghcr.io/a/b@sha256:12", "'sha256:12' is not a digest"],
    [`ghcr.io/a/b@${digest}@${digest}`, "is not a digest"],
    [`ghcr.io/a/b@${digest}:1`, "is not a digest"],
  ])("refuses '%s': %s", (text, why) => {
    expect(() => parseReference(text)).toThrow(why);
    expect(() => parseReference(text)).toThrow(`'${text}'`);
  });

  // A client sends its credentials to the host that it finds here.
  it.each([" ghcr.io/a/b", "somebody@ghcr.io/a/b", "ghcr.io:port/a/b", "ghcr.io?x/a/b"])(
    "refuses '%s': its registry is no host",
    (text) => {
      expect(() => parseReference(text)).toThrow(`'${text}': the registry '`);
    },
  );
});

/** Numbers that look random and are the same in each run (mulberry32). */
function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

describe("printing and reading", () => {
  const next = seeded(66);
  const pick = (choices: string | readonly string[]): string => choices[next(choices.length)] ?? "";
  const letters = (alphabet: string, longest: number): string =>
    Array.from({ length: 1 + next(longest) }, () => pick(alphabet)).join("");
  const lower = "abcdefghijklmnopqrstuvwxyz0123456789";
  const part = (): string =>
    Array.from({ length: 1 + next(3) }, () => letters(lower, 6)).reduce(
      (text, group) => text + pick([".", "_", "__", "-", "--", "-----"]) + group,
    );
  const reference = (): Reference => ({
    registry: pick(["ghcr.io", "localhost:5000", "127.0.0.1:41234", "a-b.example.org"]),
    name: Array.from({ length: 2 + next(3) }, part).join("/"),
    ...(next(2) === 0 ? {} : { tag: pick("aZ0_") + letters(`${lower}AZ._-`, 127) }),
    ...(next(2) === 0
      ? {}
      : {
          digest: `sha256:${Array.from({ length: 64 }, () => pick("0123456789abcdef")).join("")}`,
        }),
  });
  const references = Array.from({ length: 400 }, reference);

  it("give back each of 400 references", () => {
    for (const each of references) {
      expect(parseReference(printReference(each))).toEqual(each);
    }
  });

  it("are tried on references of every kind", () => {
    const kinds = new Set(references.map(({ tag, digest: pinned }) => `${!tag} ${!pinned}`));
    expect(kinds.size).toBe(4);
    expect(new Set(references.map(printReference)).size).toBe(400);
  });

  it("give each text back as it was", () => {
    for (const text of references.map(printReference)) {
      expect(printReference(parseReference(text))).toBe(text);
    }
  });
});
