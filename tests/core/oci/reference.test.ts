import {
  packageReference,
  parseReference,
  pin,
  printReference,
  type Reference,
} from "../../../core/oci/reference";

const digest = `sha256:${"0123456789abcdef".repeat(4)}`;

describe("a package's reference", () => {
  it("is in lower case, with the owner's capitals too", () => {
    expect(packageReference("ghcr.io", "F1bonacci66", "V7/Backend")).toEqual({
      registry: "ghcr.io",
      name: "f1bonacci66/v7/backend",
    });
  });

  it("is pinned by a tag and a digest, without the older pin", () => {
    const older: Reference = { registry: "ghcr.io", name: "a/b", tag: "old", digest };
    const newer = `sha256:${"f".repeat(64)}`;
    expect(pin(older, "latest", newer)).toEqual({
      registry: "ghcr.io",
      name: "a/b",
      tag: "latest",
      digest: newer,
    });
  });

  it.each(["a b", "", "a//b", "\u212a"])("is not made of the name '%s'", (name) => {
    expect(() => packageReference("ghcr.io", "a", name)).toThrow("the name 'a/");
  });

  it.each(["", "latest", "sha256:", digest.slice(0, -1), `${digest}0`, digest.toUpperCase()])(
    "is not pinned by '%s'",
    (wrong) => {
      const reference = packageReference("ghcr.io", "a", "b");
      expect(() => pin(reference, "latest", wrong)).toThrow(`'${wrong}' is not a digest`);
      // A tag is looked at too.
      expect(() => pin(reference, "v 1", digest)).toThrow("the tag 'v 1' has ' ' at character 2");
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
    expect(printReference(reference)).toBe(text);
  });

  const shape = "is not a reference: registry/name:tag@digest";
  it.each([
    ["", shape],
    ["ghcr.io", shape],
    ["ghcr.io/", shape],
    ["/a/b", shape],
    ["https://ghcr.io/a/b", "the registry 'https:' is not a registry"],
    ["ghcr.io/A/b", "the name 'A/b' has capital letters, which registries do not accept"],
    ["ghcr.io/a//b", "the name 'a//b' has an empty part between slashes"],
    ["ghcr.io/a/b:", shape],
    ["ghcr.io/a/b:-1", "the tag '-1' has '-' at character 1"],
    ["ghcr.io/a/b:1:2", "the tag '1:2' has ':' at character 2"],
    ["ghcr.io/a/b@", shape],
    ["ghcr.io/a/b@sha256:12", "'sha256:12' is not a digest"],
    [`ghcr.io/a/b@${digest}@${digest}`, "is not a digest"],
    ["ghcr/a/b", "the registry 'ghcr' is not a registry: docker reads a single word"],
    [`ghcr.io/${"a".repeat(250)}`, "is too long"],
  ])("refuses '%s': %s", (text, why) => {
    expect(() => parseReference(text)).toThrow(why);
    expect(() => parseReference(text)).toThrow(`'${text.slice(0, 200)}`);
  });

  it("reports all problems at once", () => {
    expect(() => parseReference("GHCR.io/A/b:v 1@x")).toThrow(
      /the registry 'GHCR.io' is not .*; the name 'A\/b' has capital letters.*'A' at character 1; the tag 'v 1' has .*; 'x' is not a digest/,
    );
  });

  it("keeps a message on one line and short, whatever the text is", () => {
    const text = `ghcr.io/a/b:${"\u001b[31m\n".repeat(10_000)}`;
    let message = "";
    try {
      parseReference(text);
    } catch (error) {
      message = String(error);
    }
    // eslint-disable-next-line no-control-regex -- that none is left is what is tested
    expect(message).toMatch(/^[^\n\u001b]{50,2000}$/);
  });

  // A client sends its credentials to the host that it finds here.
  it.each([" ghcr.io/a/b", "somebody@ghcr.io/a/b", "ghcr.io:port/a/b", "ghcr.io?x/a/b"])(
    "refuses '%s': its registry is no host",
    (text) => {
      expect(() => parseReference(text)).toThrow(`'${text}': the registry '`);
    },
  );
});
