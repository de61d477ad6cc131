import { configure, problemsOf, problemsWith, readSettings, repositoryOf } from "../configuring";

describe("a repository", () => {
  it.each(["a", ".github", "civilx-universe", "A_b.c-d", "a".repeat(100)])("can be %s", (name) => {
    configure({ repositories: { [name]: {} } });
    expect(readSettings({}).repositories.map((each) => each.name)).toEqual([name]);
  });

  it.each([".", "..", "a b", "a/b", "ä"])("cannot be '%s'", (name) => {
    expect(problemsWith({ repositories: { [name]: {} } })).toEqual([
      `ghcr:repositories.${name}: '${name}' is not a repository name: use up to 100 letters, digits, '.', '_' and '-'`,
    ]);
  });

  it.each(["GHCR_TOKEN", "_", "a1", "github"])("'s secret can be %s", (secretName) => {
    configure({ repositories: { universe: { secretName } } });
    expect(repositoryOf(readSettings({}), "universe").secretName).toBe(secretName);
  });

  it.each(["", "1A", "A-B", "A B", "GITHUB_X", "github_x"])(
    "'s secret cannot be '%s'",
    (secretName) => {
      expect(problemsWith({ repositories: { universe: { secretName } } })).toEqual([
        `ghcr:repositories.universe.secretName: '${secretName}' is not a secret name: use letters, digits and '_', not starting with a digit or GITHUB_`,
      ]);
    },
  );
});

describe("a pattern of tags", () => {
  it.each([
    ["refs/tags/v*", "is a full Git ref; write only the tag name, without 'refs/tags/'"],
    [
      "v 1",
      "is not a valid tag pattern: it must not contain spaces, '~', '^', ':' or '\\'; write for instance \"v*\"",
    ],
  ])("is reported: %s", (pattern, response) => {
    configure({ repositories: { a: { protectTags: [pattern] } } });
    expect(problemsOf()).toEqual([`ghcr:repositories.a.protectTags.0: '${pattern}' ${response}`]);
  });
});
