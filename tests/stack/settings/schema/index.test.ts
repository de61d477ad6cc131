import { problemsWith, stackWith } from "../configuring";

describe("an account", () => {
  it.each(["a", "F1bonacci66", "some-org", "a-b-c", "a".repeat(39), "0"])("can be %s", (owner) => {
    expect(stackWith({ "ghcr:owner": owner }).owner).toBe(owner);
  });

  it.each([
    "",
    "two words",
    "-first",
    "last-",
    "two--dashes",
    "a/b",
    "a.b",
    "ä",
    "a".repeat(40),
    // 39 letters and 38 dashes.
    `a${"-a".repeat(38)}`,
  ])("cannot be '%s'", (owner) => {
    expect(problemsWith({ "ghcr:owner": owner })).toEqual([
      `ghcr:owner: '${owner}' is not an account name: use up to 39 letters, digits and single '-', not at the start or end`,
    ]);
    expect(problemsWith({ "ghcr:username": owner })[0]).toMatch(/^ghcr:username: /);
  });

  // https://docs.github.com/en/enterprise-cloud@latest/admin/managing-iam/iam-configuration-reference/username-considerations-for-external-authentication
  it("can be one that an enterprise manages, with its short code after '_'", () => {
    expect(stackWith({ "ghcr:username": "mona-cat_octo" }).username).toBe("mona-cat_octo");
  });
});

// core/oci/names.test.ts has what else it can be.
it("a registry cannot be an address", () => {
  expect(problemsWith({ "ghcr:registry": "https://ghcr.io" })).toEqual([
    "ghcr:registry: 'https://ghcr.io' is not a registry: use a host in lower case, with an optional port and without https://",
  ]);
});
