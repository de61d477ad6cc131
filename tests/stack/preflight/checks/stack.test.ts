import { evaluate, observe } from "./observing";
import type { DesiredStack } from "../../../../stack/model";
import type { PriorState } from "../../../../stack/state";
import { Token } from "../../../../core/tokens/token";
import { ADMINISTRATOR_TOKEN, PUBLISHER_TOKEN } from "../../../../sandbox/seed";
import { takeId } from "../../../../sandbox/world/world";
import { addToken, makeRepository, requireOrganization } from "../../../sandbox/people";
import { githubForEachTest } from "../../../sandbox/world";
import { registryRefusal } from "../../../core/http/refused";
import { desiredImage, desiredMirror, desiredRepository, desiredStack } from "../../desired";
import { packagesPushedBy, priorStateWith } from "../../state/prior";

const github = githubForEachTest();

const admin = new Token(ADMINISTRATOR_TOKEN);
const publish = new Token(PUBLISHER_TOKEN);

/** A stack of repositories, each with a package of the same name. */
function stackOf(names: readonly string[], change: Partial<DesiredStack> = {}): DesiredStack {
  return desiredStack({
    repositories: names.map((name) => desiredRepository(name)),
    images: names.map((name) => desiredImage(name)),
    ...change,
  });
}

/** The state after an update that pushed all packages. */
function priorOf({ registry, repositories, images, credentials }: DesiredStack) {
  const names = images.map(({ name }) => `${registry}/f1bonacci66/${name}`);
  return priorStateWith({
    repositories: new Set(
      repositories.flatMap(({ name, create }) => (create ? [`f1bonacci66/${name}`] : [])),
    ),
    packages: packagesPushedBy(names, credentials.publish.fingerprint),
  });
}

/** Creates one, of which the others are copies. */
async function createRepositories(count: number): Promise<readonly string[]> {
  const names = Array.from({ length: count }, (_, index) => `service-${index}`);
  const id = await makeRepository(github, null, { name: "service-0" });
  const { repositories } = github.store.world;
  const first = repositories.find((each) => each.id === id);
  if (first === undefined) throw new Error("it was not created");
  for (const [index, name] of names.entries()) {
    if (index > 0)
      repositories.push({ ...structuredClone(first), id: takeId(github.store.world), name });
  }
  return names;
}

async function findingsOf(
  stack: DesiredStack,
  before: PriorState | undefined,
): Promise<readonly string[]> {
  const answers = await observe(stack, before, github.origin);
  return evaluate(stack, before, answers).map(
    ({ setting, outcome, message }) => `${outcome}: ${setting}: ${message}`,
  );
}

it("checks a hundred unchanged repositories and packages with four requests", async () => {
  const stack = stackOf(await createRepositories(101));
  const before = github.journal.read().length;
  expect(await findingsOf(stack, priorOf(stack))).toEqual([]);
  const requests = github.journal.read().slice(before);
  expect(requests.map(({ method, path }) => `${method} ${path}`).sort()).toEqual([
    "GET /user",
    "GET /user",
    "GET /user/repos",
    "GET /user/repos",
  ]);
});

it("asks about one token for mirrors alone, and does not require another to administer", async () => {
  const from = { registry: "docker.io", name: "library/postgres", tag: "16" };
  const mirrors = [desiredMirror("postgres", from)];
  const stack = desiredStack({ credentials: { publish }, mirrors });
  const prior = priorStateWith({
    packages: packagesPushedBy(["localhost:1/f1bonacci66/postgres"], publish.fingerprint),
  });
  const before = github.journal.read().length;
  expect(await findingsOf(stack, prior)).toEqual([]);
  const requests = github.journal.read().slice(before);
  expect(requests.map(({ method, path }) => `${method} ${path}`)).toEqual(["GET /user"]);
  // One that is set but not needed must only be valid.
  const both = { credentials: { admin: publish, publish }, mirrors };
  expect(await findingsOf(desiredStack(both), prior)).toEqual([]);
});

it("tests each package that this token was not observed to push", async () => {
  const stack = stackOf(["same", "other-token", "older-version", "new"]);
  const at = "localhost:1/f1bonacci66";
  const packages = new Map([
    ...packagesPushedBy([`${at}/same`], publish.fingerprint),
    ...packagesPushedBy([`${at}/other-token`], admin.fingerprint),
    // An earlier version of the program also stored what was built.
    ...packagesPushedBy([`${at}/older-version`], "0123456789abcdef0123456789abcdef"),
  ]);
  const { pushes } = await observe(
    { ...stack, repositories: [] },
    priorStateWith({ packages }),
    github.origin,
  );
  expect([...pushes.keys()]).toEqual(
    ["other-token", "older-version", "new"].map((name) => `localhost:1/f1bonacci66/${name}`),
  );
});

it("sends no request about a repository with a token that GitHub does not recognize", async () => {
  const unknown = new Token("ghp_nobodys");
  const stack = stackOf(["a", "b"], { credentials: { admin: unknown, publish: unknown } });
  expect(await findingsOf(stack, undefined)).toEqual([
    "fail: github:token: GitHub does not recognize this token",
    "fail: ghcr:token: GitHub does not recognize this token",
  ]);
  expect(github.journal.read().map(({ path }) => path)).toEqual(["/user"]);
});

it("finds each deleted or archived repository among many", async () => {
  const stack = stackOf(await createRepositories(5));
  await github.ask("DELETE", "/repos/F1bonacci66/service-2");
  await github.ask("PATCH", "/repos/F1bonacci66/service-3", { body: { archived: true } });
  expect(await findingsOf(stack, priorOf(stack))).toEqual([
    "fail: ghcr:repositories.service-2: F1bonacci66/service-2 does not exist, or F1bonacci66 has no access to it",
    "fail: ghcr:repositories.service-3: F1bonacci66/service-3 is archived",
  ]);
});

describe("a repository to create", () => {
  const made = (names: readonly string[]): DesiredStack =>
    stackOf(names, {
      repositories: names.map((name) => desiredRepository(name, { create: true })),
      images: [],
    });

  it("may exist if the stack created it, and may be deleted", async () => {
    const stack = made([...(await createRepositories(1)), "not-yet"]);
    expect(await findingsOf(stack, priorOf(stack))).toEqual([]);
  });

  it("must not exist if the stack did not create it, ignoring case", async () => {
    await createRepositories(1);
    expect(await findingsOf(made(["Service-0"]), priorStateWith())).toEqual([
      "fail: ghcr:repositories.Service-0: F1bonacci66/Service-0 already exists, and this stack did not create it",
    ]);
  });

  it("may belong to the stack if no update has finished yet", async () => {
    const stack = made(await createRepositories(1));
    const conflicts = async (before?: PriorState): Promise<readonly unknown[]> =>
      evaluate(stack, before, await observe(stack, before, github.origin)).map(
        ({ conflict }) => conflict,
      );
    expect(await conflicts()).toEqual([{ kind: "repository", repository: "service-0" }]);
    expect(await conflicts(priorStateWith())).toEqual([undefined]);
  });
});

it("reads an organization's repositories from its list", async () => {
  const body = { name: "abacus", visibility: "private" };
  const token = "ghp_sandboxOrganization000000000000000000000";
  await github.ask("POST", "/orgs/Liber-Abaci/repos", { token, body });
  const names = ["abacus", "missing", "gone"];
  const stack = stackOf(names, { owner: "Liber-Abaci", images: [] });
  expect(await findingsOf(stack, undefined)).toEqual([
    "fail: ghcr:repositories.missing: Liber-Abaci/missing does not exist, or F1bonacci66 has no access to it",
    "fail: ghcr:repositories.gone: Liber-Abaci/gone does not exist, or F1bonacci66 has no access to it",
  ]);
  expect(github.journal.read().map(({ path }) => path)).toContain("/orgs/Liber-Abaci/repos");
});

it("reports the page that authorizes the token for single sign-on, also for a denied push", async () => {
  const { world } = github.store;
  const owner = "Liber-Abaci";
  await makeRepository(github, owner, { name: "guarded", visibility: "private" });
  const scopes = ["repo", "read:packages", "write:packages"];
  const token = new Token(addToken(world, "ghp_exampleunsigned", { scopes }));
  requireOrganization(world, owner).singleSignOn = true;
  const stack = stackOf(["guarded"], { owner, credentials: { admin: token, publish: token } });
  const observed = await observe(stack, undefined, github.origin);
  const refusal = registryRefusal("DENIED", "permission_denied: write_package");
  const push = { outcome: "no", refusal } as const;
  const pushes = new Map([...observed.pushes.keys()].map((image) => [image, push] as const));
  const findings = evaluate(stack, undefined, { ...observed, pushes });
  const page: unknown = expect.stringContaining(`https://github.com/orgs/${owner}/sso?`);
  expect(findings.map(({ setting, outcome, fix }) => [setting, outcome, fix?.at(-1)])).toEqual([
    ["ghcr:repositories.guarded", "fail", page],
    ["ghcr:repositories.guarded.images.guarded", "fail", page],
  ]);
});

it("reports a token that expires with its job, and cannot be used as a secret", async () => {
  const value = "ghs_exampleworkflow";
  const names = await createRepositories(1);
  const { id } = github.store.world.repositories[0] ?? {};
  github.store.world.tokens.push({
    ...{ token: value, kind: "actions", owner: "F1bonacci66", scopes: null, expiresAt: null },
    ...{ revoked: false, repositoryId: id ?? 0, permissions: { packages: "write" } },
  });
  const stack = stackOf(names, { credentials: { admin, publish: new Token(value) } });
  const expected =
    "pass: ghcr:token: this is a workflow's or a GitHub App's token, which expires within a day";
  expect(await findingsOf(stack, priorOf(stack))).toContain(expected);
  expect(await findingsOf({ ...stack, repositories: [] }, priorOf(stack))).not.toContain(expected);
});
