import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { evaluate, observe } from "./observing";
import type { DesiredStack, DesiredImage } from "../../../../stack/model";
import type { PriorState } from "../../../../stack/state";
import type { Observations } from "../../../../stack/preflight/observations";
import { Token } from "../../../../core/tokens/token";
import { PUBLISHER_TOKEN } from "../../../../sandbox/seed";
import { answer } from "../../../core/registry/fakeRegistry";
import {
  digest,
  manifest,
  startRegistryForEachTest,
  fixture,
} from "../../../core/registry/guardedRegistry";
import { githubForEachTest } from "../../../sandbox/world";
import { desiredImage, desiredStack } from "../../desired";
import { packagesPushedBy, priorStateWith } from "../../state/prior";
import { temporaryFolders } from "../../../temporaryFolders";

startRegistryForEachTest();

const github = githubForEachTest();
const temporaryFolder = temporaryFolders();
let folder: string;

beforeEach(() => {
  folder = temporaryFolder();
  writeFileSync(join(folder, "Dockerfile"), "FROM scratch\n");
});

function refusePulls(): void {
  fixture.registry.handle = (_request, response) => {
    answer(response, 403, "denied");
  };
}

const setting = "ghcr:repositories.a.images.api";

const { fingerprint } = new Token(PUBLISHER_TOKEN);

function stackOf(image: Partial<DesiredImage>, change: Partial<DesiredStack> = {}): DesiredStack {
  const api = desiredImage("api", { repository: "a", context: folder, ...image });
  return desiredStack({ registry: fixture.registry.host, images: [api], ...change });
}

/** The state after an update that pushed these packages with this token. */
function priorWith(names: readonly string[]): PriorState {
  const { host } = fixture.registry;
  const packages = names.map((name) => `${host}/${name}`);
  return priorStateWith({ packages: packagesPushedBy(packages, fingerprint) });
}

async function findingsOf(
  stack: DesiredStack,
  before = priorWith(["f1bonacci66/api"]),
): Promise<{ readonly lines: readonly string[]; readonly observed: Observations }> {
  const observed = await observe(stack, before, github.origin);
  const lines = evaluate(stack, before, observed).map(
    ({ setting: of, outcome, message, cause, fix = [], notes = [] }) =>
      [`${outcome}: ${of}: ${message}`, cause, ...fix, ...notes].filter(Boolean).join(" | "),
  );
  return { lines, observed };
}

function git(...args: string[]): void {
  const author = ["-c", "user.name=Somebody", "-c", "user.email=somebody@example.com"];
  execFileSync("git", [...author, ...args], { cwd: folder });
}

describe("a context or a Dockerfile that does not exist", () => {
  it("fails before anything is changed, with the path", async () => {
    rmSync(join(folder, "Dockerfile"));
    const { lines } = await findingsOf(stackOf({ contexts: { base: "examples/asset" } }));
    expect(lines).toEqual([
      `fail: ${setting}.contexts.base: the folder ${resolve("examples/asset")} does not exist | Relative paths begin at the folder of Pulumi.yaml. | Write the nearest path that exists: examples/assets`,
      `fail: ${setting}.dockerfile: the Dockerfile ${folder}/Dockerfile does not exist | Relative paths begin at the folder of Pulumi.yaml. | Create the Dockerfile, or write the path of one that exists.`,
    ]);
  });

  it("does not matter if a workflow builds the image", async () => {
    const { lines } = await findingsOf(stackOf({ build: "actions", context: "nowhere" }));
    expect(lines.filter((line) => line.startsWith("fail"))).toEqual([]);
  });
});

describe("tags that depend on the source", () => {
  const tags = ["latest", "sha-{{commit}}", "{{branch}}"];

  it("fail before anything is changed if git reports nothing, all at once", async () => {
    const { lines } = await findingsOf(stackOf({ tags }));
    expect(lines).toEqual([
      `fail: ${setting}.tags.1: 'sha-{{commit}}' requires the commit, which is unknown | ${folder} is not in a git repository. | Build from a Git repository with a commit that contains the context, or set a fixed tag.`,
      `fail: ${setting}.tags.2: '{{branch}}' requires the branch, which is unknown | ${folder} is not in a git repository. | Check out a branch, or set a fixed tag.`,
    ]);
  });

  it("pass if git reports the commit", async () => {
    git("init", "--quiet", "--initial-branch=main");
    mkdirSync(join(folder, "api"));
    writeFileSync(join(folder, "api", "Dockerfile"), "");
    git("add", "--all");
    git("commit", "--quiet", "--message=first");
    expect((await findingsOf(stackOf({ tags }))).lines).toEqual([]);
    git("checkout", "--quiet", "--detach");
    expect((await findingsOf(stackOf({ tags }))).lines).toEqual([
      expect.stringMatching(/^fail: .*\.tags\.2: '\{\{branch\}\}'/),
    ]);
  });
});

describe("an image that a workflow builds", () => {
  const build = "actions";

  it("is read by one manifest, of its first tag, with the digest", async () => {
    fixture.registry.handle = manifest;
    const tags = ["{{tag}}", "latest"];
    const { lines, observed } = await findingsOf(stackOf({ build, tags }, { version: "v1.2.3" }));
    expect(lines).toEqual([]);
    expect(fixture.registry.requests.map(({ path }) => path)).toEqual([
      "/v2/",
      "/v2/f1bonacci66/api/manifests/v1.2.3",
    ]);
    expect(observed.images.get("api")?.published).toEqual({
      reference: { registry: fixture.registry.host, name: "f1bonacci66/api", tag: "v1.2.3" },
      result: { outcome: "found", digest, platforms: [] },
    });
  });

  it("and has not built yet is reported, without a failure", async () => {
    const reference = `${fixture.registry.host}/f1bonacci66/api:latest`;
    const { lines } = await findingsOf(stackOf({ build }));
    expect(lines).toEqual([
      `unknown: ${setting}: ${reference} does not exist yet, so nothing is pinned | Nothing has been pushed there yet. | Run the workflow that builds it, then run 'npx pulumi up' again.`,
    ]);
  });

  it("and that the registry refuses is reported with its message", async () => {
    refusePulls();
    const { lines } = await findingsOf(stackOf({ build }));
    expect(lines).toEqual([
      `unknown: ${setting}: the digest of ${fixture.registry.host}/f1bonacci66/api:latest is unknown, so nothing is pinned | The registry refuses the pull (403): denied.`,
    ]);
  });

  it("stays pinned by its last known digest, which the report names", async () => {
    const name = `${fixture.registry.host}/f1bonacci66/api`;
    const lastPinned = new Map([[name, { tag: "v1.1.0", digest }]]);
    const stack = stackOf({ build, tags: ["{{tag}}"] }, { version: "v1.2.0" });
    const listLines = async () =>
      (await findingsOf(stack, priorStateWith({ lastPinned }))).lines.map(
        (line) => line.split(" | ")[0],
      );
    const kept = `${name}:v1.1.0@${digest} stays pinned`;
    expect(await listLines()).toEqual([
      `unknown: ${setting}: ${name}:v1.2.0 does not exist yet, so ${kept}`,
    ]);
    refusePulls();
    expect(await listLines()).toEqual([
      `unknown: ${setting}: the digest of ${name}:v1.2.0 is unknown, so ${kept}`,
    ]);
  });

  it("is not read with a token that GitHub does not recognize", async () => {
    const credentials = { ...desiredStack().credentials, publish: new Token("ghp_nobodys") };
    await findingsOf(stackOf({ build }, { credentials }));
    expect(fixture.registry.requests).toEqual([]);
  });

  it("needs no request if the update builds it", async () => {
    const { lines, observed } = await findingsOf(stackOf({}));
    expect([lines, observed.images.size, fixture.registry.requests]).toEqual([[], 0, []]);
  });
});

it("a package that is no longer in the stack is reported, with its page", async () => {
  // It is still in the settings, whichever builder it has.
  fixture.registry.handle = manifest;
  for (const build of ["pulumi", "actions"] as const) {
    expect((await findingsOf(stackOf({ build }), priorWith(["f1bonacci66/api"]))).lines).toEqual(
      [],
    );
  }
  expect(
    (await findingsOf(stackOf({}), priorWith(["f1bonacci66/api", "f1bonacci66/v7/web"]))).lines,
  ).toEqual([
    `pass: ghcr:repositories: ${fixture.registry.host}/f1bonacci66/v7/web is no longer in the stack | The registry keeps it with all its versions. To delete it: https://github.com/users/F1bonacci66/packages/container/v7%2Fweb/settings`,
  ]);
  const stack = stackOf({}, { owner: "Liber-Abaci" });
  expect(
    (await findingsOf(stack, priorWith(["liber-abaci/api", "liber-abaci/web"]))).lines,
  ).toEqual([
    expect.stringContaining("https://github.com/orgs/Liber-Abaci/packages/container/web/settings"),
  ]);
});
