import { recordPush } from "../../sandbox/registry/packages";
import { canLogIn, findReadDenial, findWriteDenial } from "../../sandbox/registry/rights";
import { SEED_MEMBER, SEED_ORGANIZATION } from "../../sandbox/seed";
import { findValidToken } from "../../sandbox/tokens";
import type { Token } from "../../sandbox/world/world";
import { addToken, makeRepository, requireOrganization } from "./people";
import { githubForEachTest } from "./world";

const IMAGE = { owner: "liber-abaci", name: "demo" };
const NEW = { owner: "liber-abaci", name: "new" };
const SOURCE = "https://github.com/Liber-Abaci/demo";

const BOTH = ["read:packages", "write:packages"];
const SCOPES = "permission_denied: The token provided does not match expected scopes.";
const READ = "permission_denied: read_package";
const WRITE = "permission_denied: write_package";
const CREATE = "permission_denied: create_package";
const installation = (what: string): string =>
  `installation not allowed to ${what} organization package`;

const github = githubForEachTest();
/** The package is linked to the first and not to the other. */
let linked: number;
let unlinked: number;
let foreign: number;

beforeEach(async () => {
  const { world } = github.store;
  linked = await makeRepository(github, SEED_ORGANIZATION, { name: "demo", private: true });
  unlinked = await makeRepository(github, SEED_ORGANIZATION, { name: "other", private: true });
  foreign = await makeRepository(github, null, { name: "demo", private: true });
  recordPush(world, IMAGE, { digest: "sha256:a", tag: "1", source: SOURCE }, null);
});

/** The refusals of a token; undefined for what it can do. */
interface Doors {
  login: boolean;
  pull?: string;
  push?: string;
  create?: string;
  /** GET /user, the private repository, its package. */
  api: [number, number, number];
}

async function tryDoors(value: string): Promise<Doors> {
  const { world } = github.store;
  const token = findValidToken(world, value);
  const status = async (path: string): Promise<number> =>
    (await github.ask("GET", path, { token: value })).status;
  const api: Doors["api"] = [
    await status("/user"),
    await status("/repos/Liber-Abaci/demo"),
    await status("/orgs/Liber-Abaci/packages/container/demo"),
  ];
  if (token === null || !canLogIn(token)) return { login: false, api };
  const pull = findReadDenial(world, token, IMAGE)?.message;
  const push = findWriteDenial(world, token, IMAGE)?.message;
  const create = findWriteDenial(world, token, NEW)?.message;
  return { login: true, api, pull, push, create };
}

/** A token, its API's statuses, and its other refusals. */
type Row = [string, () => Partial<Token>, Doors["api"], Partial<Doors>?];
const actions = (repositoryId: number, packages?: "read" | "write"): Partial<Token> => ({
  kind: "actions",
  owner: "github-actions[bot]",
  repositoryId,
  permissions: packages === undefined ? {} : { packages },
});
const noLogin = { login: false };
const noPackages = { pull: SCOPES, push: SCOPES, create: SCOPES };
const noWrites = { push: installation("Write"), create: installation("Create") };
const expired = "2020-01-01T00:00:00Z";

const rows: Row[] = [
  ["classic with all it takes", () => ({ scopes: ["repo", ...BOTH] }), [200, 200, 200]],
  ["classic with packages only", () => ({ scopes: BOTH }), [200, 404, 200]],
  [
    "classic with read:packages only",
    () => ({ scopes: ["read:packages"] }),
    [200, 404, 200],
    { push: SCOPES, create: SCOPES },
  ],
  [
    "classic with write:packages only: the API reads with it, the registry does not",
    () => ({ scopes: ["write:packages"] }),
    [200, 404, 200],
    noLogin,
  ],
  ["classic with repo only", () => ({ scopes: ["repo"] }), [200, 200, 403], noLogin],
  ["revoked", () => ({ scopes: BOTH, revoked: true }), [401, 401, 401], noLogin],
  ["expired", () => ({ scopes: BOTH, expiresAt: expired }), [401, 401, 401], noLogin],
  [
    "a member's, who may read and create",
    () => ({ scopes: ["repo", ...BOTH], owner: SEED_MEMBER }),
    [200, 200, 200],
    { push: WRITE },
  ],
  [
    "a stranger's",
    () => ({ scopes: ["repo", ...BOTH], owner: "stranger" }),
    [404, 404, 404],
    { pull: READ, push: WRITE, create: CREATE },
  ],
  ["OAuth, granted", () => ({ kind: "oauth", scopes: BOTH }), [200, 404, 200]],
  [
    "OAuth as it is at first",
    () => ({ kind: "oauth", scopes: ["repo", "read:org", "gist"] }),
    [200, 200, 403],
    noLogin,
  ],
  ["fine-grained", () => ({ kind: "fine-grained" }), [200, 200, 403], noPackages],
  [
    "an App user's",
    () => ({ kind: "app-user", permissions: { packages: "write" } }),
    [200, 200, 200],
    noPackages,
  ],
  [
    "a third-party App's, whatever it was granted",
    () => ({
      kind: "installation",
      owner: SEED_ORGANIZATION,
      permissions: { packages: "write", contents: "write" },
    }),
    [403, 200, 200],
    { pull: "denied", ...noWrites },
  ],
  [
    "the linked repository's job with packages: write",
    () => actions(linked, "write"),
    [403, 200, 200],
  ],
  [
    "the linked repository's job with packages: read",
    () => actions(linked, "read"),
    [403, 200, 200],
    noWrites,
  ],
  [
    "the linked repository's job without packages",
    () => actions(linked),
    [403, 200, 403],
    { pull: installation("Read"), ...noWrites },
  ],
  [
    "another repository's job",
    () => actions(unlinked, "write"),
    [403, 404, 404],
    { pull: READ, push: WRITE },
  ],
  [
    "a job of another account",
    () => actions(foreign, "write"),
    [403, 404, 404],
    { pull: READ, push: WRITE, create: installation("Create") },
  ],
];

describe("login, pull, push, creation and the API", () => {
  it.each(rows)("for a token: %s", async (_what, change, api, refusals = {}) => {
    const value = addToken(github.store.world, "ghx_one", change());
    expect(await tryDoors(value)).toEqual({ login: true, api, ...refusals });
  });

  it("let a repository's jobs write to a package that it has Actions access to", () => {
    const { world } = github.store;
    const token = { ...world.tokens[0], ...actions(unlinked, "write") } as Token;
    expect(findWriteDenial(world, token, IMAGE)?.message).toBe(WRITE);
    Object.assign(world.packages[0] ?? {}, { actionsAccess: { [unlinked]: "read" } });
    expect(findReadDenial(world, token, IMAGE)).toBeNull();
    expect(findWriteDenial(world, token, IMAGE)?.message).toBe(WRITE);
    Object.assign(world.packages[0] ?? {}, { actionsAccess: { [unlinked]: "write" } });
    expect(findWriteDenial(world, token, IMAGE)).toBeNull();
  });

  it("let a job write to a package that it created, even without a link", () => {
    const { world } = github.store;
    const token = { ...world.tokens[0], ...actions(unlinked, "write") } as Token;
    recordPush(world, NEW, { digest: "sha256:b", tag: "1", source: null }, token);
    expect(world.packages[1]?.repositoryId).toBeNull();
    expect(findWriteDenial(world, token, NEW)).toBeNull();
    const other = { ...token, repositoryId: linked };
    expect(findWriteDenial(world, other, NEW)?.message).toBe(WRITE);
  });

  it("do not let a member create packages if the organization allows only its owners to", () => {
    const { world } = github.store;
    requireOrganization(world, SEED_ORGANIZATION).membersCanCreatePackages = false;
    const base = world.tokens[0];
    const members = { ...base, scopes: BOTH, owner: SEED_MEMBER } as Token;
    expect(findWriteDenial(world, members, NEW)?.message).toBe(CREATE);
    const job = { ...base, ...actions(linked, "write") } as Token;
    expect(findWriteDenial(world, job, NEW)?.message).toBe(installation("Create"));
    expect(findWriteDenial(world, job, IMAGE)).toBeNull();
    expect(findWriteDenial(world, { ...base, scopes: BOTH } as Token, NEW)).toBeNull();
  });

  it("give every kind of token access to a public package, and anonymous callers, too", () => {
    const { world } = github.store;
    Object.assign(world.packages[0] ?? {}, { visibility: "public" });
    for (const [, change] of rows) {
      const token = { ...world.tokens[0], scopes: null, ...change() } as Token;
      expect(findReadDenial(world, token, IMAGE)).toBeNull();
    }
    expect(findReadDenial(world, null, IMAGE)).toBeNull();
  });
});
