import { collectObservations } from "../../../../stack/preflight/collect";
import { evaluateStack } from "../../../../stack/preflight/evaluate";
import type { Wanted, WantedImage } from "../../../../stack/preflight/wanted";
import type { PriorState } from "../../../../stack/state";
import type { SettingFinding } from "../../../../stack/preflight/finding";
import { Token } from "../../../../core/tokens/token";
import { notePush } from "../../../../sandbox/registry/packages";
import { ADMINISTRATOR_TOKEN, PUBLISHER_TOKEN } from "../../../../sandbox/seed";
import { answer, digestOf } from "../../../core/registry/fakeRegistry";
import { guarded, setStage, stage } from "../../../core/registry/guardedRegistry";
import { startGithubHalf, type GithubHalf } from "../../../sandbox/world";
import { passed, prior } from "../../state/prior";

const publisher = new Token(PUBLISHER_TOKEN);
const digest = `sha256:${"1".repeat(64)}`;
const another = `sha256:${"2".repeat(64)}`;
const page = "https://github.com/users/F1bonacci66/packages/container";

let github: GithubHalf;

setStage();

beforeEach(async () => {
  github = await startGithubHalf();
  // A private package: whoever logs in learns where the tag points, and nobody else.
  stage.registry.handle = guarded({
    tokenAnswer: ({ headers }) =>
      headers.authorization === undefined ? [401, "{}"] : [200, '{"token":"bearer-of-login"}'],
    give: (_request, response) => {
      answer(response, 200, "{}", { "docker-content-digest": digest, "content-length": "2" });
    },
  });
});

afterEach(async () => {
  await github.close();
});

type Look = Partial<Pick<WantedImage, "packageVisibility" | "enforceVisibility">>;

/** A stack whose images are looked at, as it pushed them. */
function stackOf(names: readonly string[], look: Look, pushed = digest): [Wanted, PriorState] {
  const { host } = stage.registry;
  const packages = names.map((name) => ({ setting: `ghcr:${name}`, name }));
  const wanted: Wanted = {
    owner: "F1bonacci66",
    registry: host,
    username: "F1bonacci66",
    pullUsername: "F1bonacci66",
    administrator: new Token(ADMINISTRATOR_TOKEN),
    publisher,
    repositories: [],
    mirrors: [],
    packages,
    images: packages.map((each): WantedImage => ({
      ...each,
      tags: ["latest"],
      ...{ context: "nowhere", build: "pulumi", repository: "F1bonacci66/demo" },
      ...{ packageVisibility: "public", enforceVisibility: false, ...look },
    })),
  };
  const of = names.map((name) => `${host}/f1bonacci66/${name}`);
  const before = new Map(
    of.map((name) => [
      name,
      {
        passed: publisher.fingerprint,
        pushed: { digest: pushed, reference: `${name}:latest`, platforms: undefined },
      },
    ]),
  );
  return [wanted, prior({ packages: before })];
}

async function push(...names: readonly string[]): Promise<void> {
  await github.ask("POST", "/user/repos", { body: { name: "demo" } });
  const source = "https://github.com/F1bonacci66/demo";
  for (const name of names) {
    const image = { owner: "f1bonacci66", name };
    notePush(github.store.world, image, { digest, tag: "latest", source }, null);
  }
}

async function findings([wanted, before]: [Wanted, PriorState]): Promise<
  readonly SettingFinding[]
> {
  return evaluateStack(wanted, before, await collectObservations(wanted, before, github.origin));
}

it("tells a visibility that differs with the page where it is set, and stops nothing", async () => {
  await push("demo");
  expect(await findings(stackOf(["demo"], {}))).toEqual([
    expect.objectContaining({
      setting: "ghcr:demo",
      outcome: "pass",
      found: "the package is private, and public is wanted",
      mend: [expect.any(String), `${page}/demo/settings`],
      notes: ["'enforceVisibility: true' stops at it."],
    }),
  ]);
});

it("stops at it where that is wished", async () => {
  await push("demo");
  const [finding] = await findings(stackOf(["demo"], { enforceVisibility: true }));
  expect(finding).toMatchObject({
    outcome: "fail",
    found: expect.stringContaining("private") as string,
  });
});

it("tells of nothing where all is as wanted", async () => {
  await push("demo");
  expect(
    await findings(stackOf(["demo"], { packageVisibility: "private", enforceVisibility: true })),
  ).toEqual([]);
});

it("tells of a tag that somebody moved, and never stops the update that mends it", async () => {
  await push("demo");
  const look = { packageVisibility: "private", enforceVisibility: true } as const;
  expect(await findings(stackOf(["demo"], look, another))).toEqual([
    expect.objectContaining({
      outcome: "pass",
      found: `somebody moved the tag: it points to ${digest}, and ${another} was pushed here`,
    }),
  ]);
});

it("asks nothing about what was never pushed here, or is not to be looked at", async () => {
  const [wanted, before] = stackOf(["demo"], {});
  const observed = passed([`${stage.registry.host}/f1bonacci66/demo`], publisher.fingerprint);
  const never = await collectObservations(wanted, prior({ packages: observed }), github.origin);
  const images = wanted.images.map((image) => ({ ...image, packageVisibility: undefined }));
  const notLooked = await collectObservations({ ...wanted, images }, before, github.origin);
  expect([never.packages.size, notLooked.packages.size]).toEqual([0, 0]);
  expect(stage.registry.heard).toEqual([]);
});

it("asks once whose each token is, and looks at what a workflow pushed", async () => {
  await push("demo");
  const [wanted] = stackOf(["demo"], { enforceVisibility: true });
  const images = wanted.images.map((image) => ({ ...image, build: "actions" as const }));
  const built = { ...wanted, images, packages: [] };
  const body = JSON.stringify({ mediaType: "application/vnd.oci.image.manifest.v1+json" });
  stage.registry.handle = guarded({
    tokenAnswer: ({ headers }) =>
      headers.authorization === undefined ? [401, "{}"] : [200, '{"token":"bearer-of-login"}'],
    give: (_request, response) => {
      answer(response, 200, body, {
        "docker-content-digest": digestOf(body),
        "content-length": String(body.length),
      });
    },
  });
  const found = await findings([built, prior()]);
  expect(found.map(({ outcome, found: what }) => `${outcome}: ${what}`)).toEqual([
    "fail: the package is private, and public is wanted",
  ]);
  expect(github.journal.read().filter(({ path }) => path === "/user")).toHaveLength(2);
});

it("reads many from one list, and says which it does not hold", async () => {
  await push("one", "two");
  const found = await findings(stackOf(["one", "two", "gone"], { packageVisibility: "private" }));
  expect(found.map(({ setting, outcome, cause }) => [setting, outcome, cause])).toEqual([
    ["ghcr:gone", "cannot tell", "GitHub: not there, or hidden from this token"],
  ]);
  const asked = github.journal.read().map(({ path }) => path);
  expect(asked.filter((path) => path.includes("/packages"))).toEqual(["/user/packages"]);
});
