import {
  differencesFrom,
  readPackageState,
  type PackageState,
} from "../../../core/github/packageState";
import type { PackageAnswer } from "../../../core/github/packages";
import { reply } from "../registry/fakeRegistry";
import {
  client,
  digest,
  requireBearer,
  manifest,
  reference,
  startRegistryForEachTest,
  fixture,
} from "../registry/guardedRegistry";

startRegistryForEachTest();

const page = "https://github.com/users/F1bonacci66/packages/container/demo/settings";
const pushed = `sha256:${"1".repeat(64)}`;
const another = `sha256:${"2".repeat(64)}`;

const asDesired: PackageState = {
  visibility: "public",
  repository: "F1bonacci66/demo",
  isPublic: true,
  digest: pushed,
  page,
  why: [],
};
const hidden = { visibility: "private", isPublic: false } as const;
const desiredPackage = {
  visibility: "public",
  repository: "f1bonacci66/Demo",
  digest: pushed,
} as const;

describe("a difference from the desired state", () => {
  it("does not exist if everything is as desired, or unknown", () => {
    expect(differencesFrom(desiredPackage, asDesired)).toEqual([]);
    const dark = { ...asDesired, visibility: null, repository: null, isPublic: null, digest: null };
    expect(differencesFrom(desiredPackage, dark)).toEqual([]);
    const anyLink = { ...desiredPackage, repository: undefined };
    expect(differencesFrom(anyLink, { ...asDesired, repository: false })).toEqual([]);
  });

  const table: [string, Partial<PackageState>, object, string, string][] = [
    ["private", hidden, {}, "is private, but public", "'public' cannot be undone"],
    [
      "internal",
      { visibility: "internal", isPublic: false },
      {},
      "is internal, but public",
      "'public' cannot be undone",
    ],
    ["public", {}, { visibility: "private" }, "is public, but private", "Push under another name"],
    [
      "public, whatever GitHub reports",
      { visibility: "private" },
      { visibility: "internal" },
      "is public, but internal",
      "another name",
    ],
    [
      "a user's, which can be no other",
      hidden,
      { visibility: "internal" },
      "is private, but internal",
      "Set the visibility to 'private' or 'public'",
    ],
    ["public by name alone", { isPublic: false }, {}, "requires a login to pull it", "try again"],
    [
      "linked to nothing",
      { repository: false },
      {},
      "not linked to a repository",
      "Connect it to f1bonacci66/Demo",
    ],
    [
      "linked elsewhere",
      { repository: "a/b" },
      {},
      "linked to a/b, but f1bonacci66/Demo",
      "Connect it",
    ],
    [
      "moved",
      { digest: another },
      {},
      `points to ${another}, but this stack pushed ${pushed}`,
      "npx pulumi up --replace URN",
    ],
  ];
  it.each(table)("a package that is %s", (_name, state, desired, found, fix) => {
    const differences = differencesFrom(
      { ...desiredPackage, ...desired },
      { ...asDesired, ...state },
    );
    expect(differences).toHaveLength(1);
    expect(differences[0]?.message).toContain(found);
    expect(differences[0]?.fix.join("\n")).toContain(fix);
    if (!found.includes("points to")) expect(differences[0]?.fix).toContain(page);
  });

  it("is sent to its page for internal only in an organization", () => {
    const ofOrganization = "https://github.com/orgs/Octo/packages/container/demo/settings";
    const internal = { ...desiredPackage, visibility: "internal" } as const;
    const state = { ...asDesired, ...hidden, page: ofOrganization };
    expect(differencesFrom(internal, state)[0]?.fix).toEqual([
      expect.stringContaining("Change the visibility"),
      ofOrganization,
    ]);
  });

  it("comes with all others", () => {
    const state = { ...asDesired, ...hidden, repository: false, digest: another } as const;
    expect(differencesFrom(desiredPackage, state)).toHaveLength(3);
  });
});

describe("a package's state", () => {
  const facts = {
    name: "b",
    owner: "A",
    visibility: "private",
    repository: null,
    versionCount: 1,
    address: "https://github.com/orgs/A/packages/container/package/b",
  } as const;
  const found: PackageAnswer = { outcome: "found", package: facts };

  it("combines GitHub's and the registry's answers", async () => {
    fixture.registry.handle = requireBearer({ handlePackage: manifest });
    expect(await readPackageState(found, client(), reference({ tag: "1" }))).toEqual({
      visibility: "private",
      repository: false,
      isPublic: false,
      digest,
      page: "https://github.com/orgs/A/packages/container/b/settings",
      why: [],
    });
  });

  it("is public if it can be read without a login", async () => {
    fixture.registry.handle = requireBearer({ anonymous: true, handlePackage: manifest });
    const state = await readPackageState(found, client(), reference({ tag: "1" }));
    expect(state.isPublic).toBe(true);
  });

  it("has the reasons for what is unknown", async () => {
    fixture.registry.handle = reply(500, "ill");
    const hidden: PackageAnswer = { outcome: "absent or hidden", response: "Not Found" };
    const state = await readPackageState(hidden, client(), reference({ tag: "1" }));
    expect(state).toMatchObject({
      visibility: null,
      repository: null,
      isPublic: null,
      digest: null,
    });
    expect(state.page).toBe("https://github.com/users/a/packages/container/b/settings");
    expect(state.why).toEqual([
      "GitHub: missing, or hidden from this token",
      expect.stringMatching(/^the registry: .*500/),
      expect.stringMatching(/^the registry, without a login: .*500/),
    ]);
  });
});
