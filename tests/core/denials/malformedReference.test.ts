import { recognize } from "../../../core/denials";

const noOwner = "ghcr-no-owner";
const empty = "(often because a variable is empty)";

it.each<[string, string, string, string, ...fix: string[]]>([
  [
    "docker push",
    "The push refers to repository [ghcr.io//my-repo]\n0ed3a6e33f2d: Preparing\ndenied: denied",
    noOwner,
    `The reference 'ghcr.io//my-repo' is malformed: its owner is empty ${empty}.`,
    "Write the full name: ghcr.io/OWNER/my-repo",
  ],
  [
    "docker push without an owner",
    "The push refers to repository [ghcr.io/my-repo]\ndenied: requested access to the resource is denied",
    noOwner,
    "The reference 'ghcr.io/my-repo' is malformed: it has no owner.",
    "Write the full name: ghcr.io/OWNER/my-repo",
  ],
  [
    "docker pull",
    'Error response from daemon: Head "https://ghcr.io/v2/my-repo/manifests/latest": denied',
    noOwner,
    "The reference 'ghcr.io/my-repo' is malformed: it has no owner.",
    "Write the full name: ghcr.io/OWNER/my-repo",
  ],
  [
    "the token service",
    "failed to authorize: failed to fetch oauth token: unexpected status from GET request to https://ghcr.io/token?scope=repository%3Amy-repo%3Apull&service=ghcr.io: 403 Forbidden",
    noOwner,
    "The reference 'ghcr.io/my-repo' is malformed: it has no owner.",
    "Write the full name: ghcr.io/OWNER/my-repo",
  ],
  [
    "buildx, before it pushes",
    'ERROR: failed to build: invalid tag "ghcr.io//my-repo:latest": invalid reference format',
    noOwner,
    `The reference 'ghcr.io//my-repo:latest' is malformed: its owner is empty ${empty}.`,
    "Write the full name: ghcr.io/OWNER/my-repo",
  ],
  [
    "an empty part in the middle",
    "failed to push ghcr.io/octo//app:1: denied: permission_denied: write_package",
    noOwner,
    "The reference 'ghcr.io/octo//app:1' is malformed: the name 'octo//app' has an empty part between slashes, at character 6.",
    "Write the full name: ghcr.io/OWNER/NAME",
  ],
  [
    "capitals",
    "failed to push ghcr.io/Octo/app:1: denied: denied",
    "name-upper-case",
    "The reference 'ghcr.io/Octo/app:1' is malformed: the name 'Octo/app' has capital letters, which registries do not accept: 'O' at character 1.",
    "Write the owner and the name in lowercase; in bash: ${GITHUB_REPOSITORY,,}",
  ],
  [
    "a tag that is none",
    "docker push ghcr.io/octo/app:1.0+2\nError response from daemon: denied",
    "reference-format",
    "The reference 'ghcr.io/octo/app:1.0+2' is malformed: the tag '1.0+2' has '+' at character 4: use up to 128 letters, digits, '.', '_' and '-', not starting with '.' or '-'.",
  ],
  [
    "an empty tag",
    'ERROR: invalid tag "ghcr.io/octo/app:": invalid reference format',
    "reference-format",
    `The reference 'ghcr.io/octo/app:' is malformed: its tag is empty ${empty}.`,
  ],
  [
    "a space",
    'ERROR: invalid tag "ghcr.io/octo/my app:1": invalid reference format',
    "reference-format",
    "The reference 'ghcr.io/octo/my app:1' is malformed: the name 'octo/my app' has the part 'my app' with ' ' at character 8, but a part has only letters and digits, joined by single '.', '_' or '-'.",
  ],
  [
    "a space before it",
    'invalid tag " ghcr.io/octo/app:1": invalid reference format',
    "reference-format",
    "The reference ' ghcr.io/octo/app:1' is malformed: it begins or ends with a space.",
  ],
  [
    "an address",
    'invalid tag "https://ghcr.io/octo/app:1": invalid reference format',
    "reference-format",
    "The reference 'https://ghcr.io/octo/app:1' is malformed: it begins with a scheme, such as https://.",
  ],
  [
    "nothing but the host",
    'invalid tag "ghcr.io/:latest": invalid reference format',
    "reference-format",
    `The reference 'ghcr.io/:latest' is malformed: its owner and name are empty ${empty}.`,
  ],
  [
    "skopeo",
    "Error: initializing source docker://ghcr.io/my-repo:latest: Requesting bear token: invalid status code from registry 403 (Forbidden)",
    noOwner,
    "The reference 'ghcr.io/my-repo:latest' is malformed: it has no owner.",
    "Write the full name: ghcr.io/OWNER/my-repo",
  ],
  [
    "a message that is not recognized",
    "ERROR: 403 Forbidden, says the moon: ghcr.io//my-repo:1",
    noOwner,
    `The reference 'ghcr.io//my-repo:1' is malformed: its owner is empty ${empty}.`,
    "Write the full name: ghcr.io/OWNER/my-repo",
  ],
])("%s", (_, text, id, cause, ...fix) => {
  const found = recognize(text);
  expect(found).toMatchObject([{ denial: { id }, cause }]);
  expect(found[0]?.fix.slice(0, fix.length)).toEqual(fix);
});

it.each([
  // Logs mask secrets and shorten digests, and scripts show their variables.
  ["failed to push ghcr.io/***/app:1: denied: denied", "ghcr-denied"],
  ["failed to push ghcr.io/$OWNER/app:1: denied: denied", "ghcr-denied"],
  ["failed to push ghcr.io/${{ github.repository }}: denied: denied", "ghcr-denied"],
  ["failed to pull ghcr.io/octo/app@sha256:4728: denied: denied", "ghcr-denied"],
  // A namespace, in a login and in helm's destination.
  ['Error: logging into "ghcr.io/octo": denied: denied', "ghcr-denied"],
  ["helm push app.tgz oci://ghcr.io/octo: denied: denied", "ghcr-denied"],
  ["pushed to ghcr.io/octo/, denied: denied", "ghcr-denied"],
  // Another registry's official images have no owner.
  ["failed to push registry.example.org/app:1: denied: denied", null],
  // Not a question of the name.
  [
    "ghcr.io/my-repo:1: toomanyrequests: retry-after: 985.86µs, allowed: 44000/minute",
    "ghcr-rate-limit",
  ],
  [
    "GET https://api.github.com/user: 401 Bad credentials [], ghcr.io/my-repo:1",
    "github-bad-credentials",
  ],
  // The operation on the malformed name is over.
  [
    "docker pull ghcr.io/my-repo:1\nStatus: Downloaded newer image\nError: ghcr.io: denied: denied",
    "ghcr-denied",
  ],
  ["The push refers to repository [ghcr.io//a]\ntoomanyrequests: slow down", "rate-limit"],
])("'%s' is %s", (text, id) => {
  expect(recognize(text).map(({ denial }) => denial?.id ?? null)).toEqual([id]);
});

it("is found for a registry that responds as ghcr.io does, and for no other", () => {
  const text = 'Get "https://localhost:5000/v2/my-repo/manifests/1": denied: denied';
  const registries = ["localhost:5000"];
  expect(recognize(text, { registries })[0]?.denial?.id).toBe(noOwner);
  expect(recognize(text)[0]?.denial).toBeNull();
});
