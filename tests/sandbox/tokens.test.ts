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
  const login = token !== null && canLogIn(token);
  const result: Doors = { login, api };
  const pull = findReadDenial(world, token, IMAGE)?.message;
  const push = findWriteDenial(world, token, IMAGE)?.message;
  const create = findWriteDenial(world, token, NEW)?.message;
  if (login && pull !== undefined) result.pull = pull;
  if (login && push !== undefined) result.push = push;
  if (login && create !== undefined) result.create = create;
  return result;
}

type Row = [string, () => Partial<Token>, Doors];
const actions = (repositoryId: number, packages?: "read" | "write"): Partial<Token> => ({
  kind: "actions",
  owner: "github-actions[bot]",
  repositoryId,
  permissions: packages === undefined ? {} : { packages },
});
const nothing: Doors = { login: false, api: [401, 401, 401] };

const rows: Row[] = [
  [
    "classic with all it takes",
    () => ({ scopes: ["repo", ...BOTH] }),
    { login: true, api: [200, 200, 200] },
  ],
  ["classic with packages only", () => ({ scopes: BOTH }), { login: true, api: [200, 404, 200] }],
  [
    "classic with read:packages only",
    () => ({ scopes: ["read:packages"] }),
    { login: true, push: SCOPES, create: SCOPES, api: [200, 404, 200] },
  ],
  [
    "classic with write:packages only: the API reads with it, the registry does not",
    () => ({ scopes: ["write:packages"] }),
    { login: false, api: [200, 404, 200] },
  ],
  ["classic with repo only", () => ({ scopes: ["repo"] }), { login: false, api: [200, 200, 403] }],
  ["revoked", () => ({ scopes: BOTH, revoked: true }), nothing],
  ["expired", () => ({ scopes: BOTH, expiresAt: "2020-01-01T00:00:00Z" }), nothing],
  [
    "a member's, who may read and create",
    () => ({ scopes: ["repo", ...BOTH], owner: SEED_MEMBER }),
    { login: true, push: WRITE, api: [200, 200, 200] },
  ],
  [
    "a stranger's",
    () => ({ scopes: ["repo", ...BOTH], owner: "stranger" }),
    { login: true, pull: READ, push: WRITE, create: CREATE, api: [404, 404, 404] },
  ],
  [
    "OAuth, granted",
    () => ({ kind: "oauth", scopes: BOTH }),
    { login: true, api: [200, 404, 200] },
  ],
  [
    "OAuth as it is at first",
    () => ({ kind: "oauth", scopes: ["repo", "read:org", "gist"] }),
    { login: false, api: [200, 200, 403] },
  ],
  [
    "fine-grained",
    () => ({ kind: "fine-grained" }),
    { login: true, pull: SCOPES, push: SCOPES, create: SCOPES, api: [200, 200, 403] },
  ],
  [
    "an App user's",
    () => ({ kind: "app-user", permissions: { packages: "write" } }),
    { login: true, pull: SCOPES, push: SCOPES, create: SCOPES, api: [200, 200, 200] },
  ],
  [
    "a third-party App's, whatever it was granted",
    () => ({
      kind: "installation",
      owner: SEED_ORGANIZATION,
      permissions: { packages: "write", contents: "write" },
    }),
    {
      login: true,
      pull: "denied",
      push: installation("Write"),
      create: installation("Create"),
      api: [403, 200, 200],
    },
  ],
  [
    "the linked repository's job with packages: write",
    () => actions(linked, "write"),
    { login: true, api: [403, 200, 200] },
  ],
  [
    "the linked repository's job with packages: read",
    () => actions(linked, "read"),
    {
      login: true,
      push: installation("Write"),
      create: installation("Create"),
      api: [403, 200, 200],
    },
  ],
  [
    "the linked repository's job without packages",
    () => actions(linked),
    {
      login: true,
      pull: installation("Read"),
      push: installation("Write"),
      create: installation("Create"),
      api: [403, 200, 403],
    },
  ],
  [
    "another repository's job",
    () => actions(unlinked, "write"),
    { login: true, pull: READ, push: WRITE, api: [403, 404, 404] },
  ],
  [
    "a job of another account",
    () => actions(foreign, "write"),
    {
      login: true,
      pull: READ,
      push: WRITE,
      create: installation("Create"),
      api: [403, 404, 404],
    },
  ],
];

describe("login, pull, push, creation and the API", () => {
  it.each(rows)("for a token: %s", async (_what, change, expected) => {
    const value = addToken(github.store.world, "ghx_one", change());
    expect(await tryDoors(value)).toEqual(expected);
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
