import { normalizeReference } from "../../../core/oci/normalizeReference";
import { printReference } from "../../../core/oci/reference";

const hex = "0123456789abcdef".repeat(4);

describe("normalizing", () => {
  it.each([
    [
      "ghcr.io/F1bonacci66/civilx-universe:latest",
      "ghcr.io/f1bonacci66/civilx-universe:latest",
      [
        "the name 'F1bonacci66/civilx-universe' is changed to lower case: 'f1bonacci66/civilx-universe'",
      ],
    ],
    // A tag's capitals mean something.
    ["ghcr.io/a/b:RC1", "ghcr.io/a/b:RC1", []],
    [
      "https://GHCR.io/a/b\r\n",
      "ghcr.io/a/b",
      [
        "surrounding whitespace is removed",
        "https:// is removed: a reference begins with the registry's host",
        "the registry 'GHCR.io' is changed to lower case: 'ghcr.io'",
      ],
    ],
    [
      "docker://docker.io/postgres:alpine",
      "docker.io/library/postgres:alpine",
      [
        "docker:// is removed: a reference begins with the registry's host",
        "the name 'postgres' is Docker Hub's library/…",
      ],
    ],
    [
      "index.docker.io/bitnami/redis",
      "docker.io/bitnami/redis",
      ["the registry 'index.docker.io' is Docker Hub: docker.io"],
    ],
    [
      `ghcr.io/a/b@sha256:${hex.toUpperCase()}`,
      `ghcr.io/a/b@sha256:${hex}`,
      [`the digest 'sha256:${hex.toUpperCase()}' is changed to lower case: 'sha256:${hex}'`],
    ],
  ])("changes %s to %s and reports the changes", (text, reference, changes) => {
    const normalized = normalizeReference(text);
    if ("problems" in normalized) throw new Error(normalized.problems.join());
    expect(printReference(normalized.reference)).toBe(reference);
    expect(normalized.changes).toEqual(changes);
  });

  it.each([
    [
      "postgres:alpine",
      "has no registry, which a deployment requires. For Docker Hub, write 'docker.io/library/postgres:alpine'; for GitHub, write 'ghcr.io/OWNER/postgres:alpine'",
    ],
    [
      "bitnami/redis",
      "has no registry, which a deployment requires. For Docker Hub, write 'docker.io/bitnami/redis'; for GitHub, write 'ghcr.io/OWNER/redis'",
    ],
    ["", "is not a reference"],
    ["ghcr.io/a/b:", "is not a reference"],
    ["ghcr.io//b", "the name '/b' has an empty part between slashes, at character 1"],
    [
      "ghcr.io/Owner/app:v 1",
      "the tag 'v 1' has ' ' at character 2: use up to 128 letters, digits, '.', '_' and '-'",
    ],
    // The first letter of the owner is Cyrillic.
    ["ghcr.io/\u0430lex/app", "with '\u0430' (U+0430) at character 1, but"],
  ])("refuses '%s': %s", (text, why) => {
    const normalized = normalizeReference(text);
    if (!("problems" in normalized)) throw new Error("it was let out");
    expect(normalized.problems.join("\n")).toContain(`'${text}': `);
    expect(normalized.problems.join("\n")).toContain(why);
  });
});
