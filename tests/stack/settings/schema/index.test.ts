import { configure, problemsOf, readSettings } from "../configuring";

describe("an account", () => {
  it.each(["a", "F1bonacci66", "some-org", "a-b-c", "a".repeat(39), "0"])("can be %s", (owner) => {
    configure({ "ghcr:owner": owner });
    expect(readSettings({}).owner).toBe(owner);
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
    configure({ "ghcr:owner": owner });
    expect(problemsOf()).toEqual([
      `ghcr:owner: '${owner}' is not an account name: use up to 39 letters, digits and single '-', not at the start or end`,
    ]);
    configure({ "ghcr:username": owner });
    expect(problemsOf()[0]).toMatch(/^ghcr:username: /);
  });

  // https://docs.github.com/en/enterprise-cloud@latest/admin/managing-iam/iam-configuration-reference/username-considerations-for-external-authentication
  it("can be one that an enterprise manages, with its short code after '_'", () => {
    configure({ "ghcr:username": "mona-cat_octo" });
    expect(readSettings({}).username).toBe("mona-cat_octo");
  });
});

// core/oci/names.test.ts has what else it can be.
it("a registry cannot be an address", () => {
  configure({ "ghcr:registry": "https://ghcr.io" });
  expect(problemsOf()).toEqual([
    "ghcr:registry: 'https://ghcr.io' is not a registry: use a host in lower case, with an optional port and without https://",
  ]);
});
