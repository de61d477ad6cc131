import { evaluate, observe } from "./observing";
import type { DesiredStack, DesiredImage } from "../../../../stack/model";
import type { PriorState } from "../../../../stack/state";
import type { SettingFinding } from "../../../../stack/preflight/finding";
import { Token } from "../../../../core/tokens/token";
import { recordPush } from "../../../../sandbox/registry/packages";
import { PUBLISHER_TOKEN } from "../../../../sandbox/seed";
import { answer, digestOf } from "../../../core/registry/fakeRegistry";
import {
  requireBearer,
  startRegistryForEachTest,
  fixture,
} from "../../../core/registry/guardedRegistry";
import { githubForEachTest } from "../../../sandbox/world";
import { desiredImage, desiredStack } from "../../desired";
import { packagesPushedBy, priorStateWith } from "../../state/prior";

const { fingerprint } = new Token(PUBLISHER_TOKEN);
const digest = `sha256:${"1".repeat(64)}`;
const another = `sha256:${"2".repeat(64)}`;
const page = "https://github.com/users/F1bonacci66/packages/container";

const github = githubForEachTest();

startRegistryForEachTest();

/** Serves a manifest of a private package: the registry requires a login to read the tag. */
function servePrivately(body: string, digest: string): void {
  fixture.registry.handle = requireBearer({
    tokenAnswer: ({ headers }) =>
      headers.authorization === undefined ? [401, "{}"] : [200, '{"token":"bearer-of-login"}'],
    handlePackage: (_request, response) => {
      const length = String(body.length);
      answer(response, 200, body, { "docker-content-digest": digest, "content-length": length });
    },
  });
}

beforeEach(() => {
  servePrivately("{}", digest);
});

type VisibilitySettings = Partial<Pick<DesiredImage, "packageVisibility" | "enforceVisibility">>;

/** A stack whose images are checked, and its state after pushing them. */
function stackOf(
  names: readonly string[],
  visibility: VisibilitySettings,
  pushed = digest,
): [DesiredStack, PriorState] {
  const { host } = fixture.registry;
  const imageSettings = { repository: "demo", packageVisibility: "public", ...visibility } as const;
  const stack = desiredStack({
    registry: host,
    images: names.map((name) => desiredImage(name, imageSettings)),
  });
  const before = new Map(
    names.map((name) => {
      const reference = { registry: host, name: `f1bonacci66/${name}`, tag: "latest" };
      return [
        `${host}/f1bonacci66/${name}`,
        { fingerprint, pushed: { digest: pushed, reference, platforms: undefined } },
      ];
    }),
  );
  return [stack, priorStateWith({ packages: before })];
}

async function push(...names: readonly string[]): Promise<void> {
  await github.ask("POST", "/user/repos", { body: { name: "demo" } });
  const source = "https://github.com/F1bonacci66/demo";
  for (const name of names) {
    const image = { owner: "f1bonacci66", name };
    recordPush(github.store.world, image, { digest, tag: "latest", source }, null);
  }
}

async function findingsOf([stack, before]: [DesiredStack, PriorState]): Promise<
  readonly SettingFinding[]
> {
  return evaluate(stack, before, await observe(stack, before, github.origin));
}

it("reports a different visibility with its settings page, without a failure", async () => {
  await push("demo");
  expect(await findingsOf(stackOf(["demo"], {}))).toEqual([
    expect.objectContaining({
      setting: "ghcr:repositories.demo.images.demo",
      outcome: "pass",
      message: "the package is private, but public is required",
      fix: [expect.any(String), `${page}/demo/settings`],
      notes: ["To stop the update at this, set 'enforceVisibility: true'."],
    }),
  ]);
});

it("reports nothing when all is as desired", async () => {
  await push("demo");
  expect(
    await findingsOf(stackOf(["demo"], { packageVisibility: "private", enforceVisibility: true })),
  ).toEqual([]);
});

it("reports a tag that somebody moved, and never stops the update that fixes it", async () => {
  await push("demo");
  const settings = { packageVisibility: "private", enforceVisibility: true } as const;
  expect(await findingsOf(stackOf(["demo"], settings, another))).toEqual([
    expect.objectContaining({
      outcome: "pass",
      message: `the tag was moved: it points to ${digest}, but this stack pushed ${another}`,
    }),
  ]);
});

it("sends no request about a package that was never pushed or is not checked", async () => {
  const [stack, before] = stackOf(["demo"], {});
  const observed = packagesPushedBy([`${fixture.registry.host}/f1bonacci66/demo`], fingerprint);
  const never = await observe(stack, priorStateWith({ packages: observed }), github.origin);
  const images = stack.images.map((image) => ({ ...image, packageVisibility: undefined }));
  const notLooked = await observe({ ...stack, images }, before, github.origin);
  expect([never.packages.size, notLooked.packages.size]).toEqual([0, 0]);
  expect(fixture.registry.requests).toEqual([]);
});

it("reads each token's account once, and a package that a workflow pushed", async () => {
  await push("demo");
  const [stack] = stackOf(["demo"], { enforceVisibility: true });
  const images = stack.images.map((image) => ({ ...image, build: "actions" as const }));
  const built = { ...stack, images };
  const body = JSON.stringify({ mediaType: "application/vnd.oci.image.manifest.v1+json" });
  servePrivately(body, digestOf(body));
  const found = await findingsOf([built, priorStateWith()]);
  expect(found.map(({ outcome, message: what }) => `${outcome}: ${what}`)).toEqual([
    "fail: the package is private, but public is required",
  ]);
  expect(github.journal.read().filter(({ path }) => path === "/user")).toHaveLength(2);
});

it("reads many from one list, and reports the missing ones", async () => {
  await push("one", "two");
  const found = await findingsOf(stackOf(["one", "two", "gone"], { packageVisibility: "private" }));
  expect(found.map(({ setting, outcome, cause }) => [setting, outcome, cause])).toEqual([
    ["ghcr:repositories.demo.images.gone", "unknown", "GitHub: missing, or hidden from this token"],
  ]);
  const requests = github.journal.read().map(({ path }) => path);
  expect(requests.filter((path) => path.includes("/packages"))).toEqual(["/user/packages"]);
});
