import { pushJson, type PushFacts } from "../../../../cli/commands/push/json";
import { recognize } from "../../../../core/denials";
import type { Manifest } from "../../../../core/registry/client";

const digest = `sha256:${"a".repeat(64)}`;
const moved = `sha256:${"b".repeat(64)}`;
const app = { registry: "ghcr.io", name: "me/app", tag: "v1" };
const pinned = { ...app, digest };
const manifest = { digest, platforms: ["linux/amd64"] } as unknown as Manifest;

const facts: PushFacts = {
  exitCode: 0,
  ...{ tag: "v1", stack: "acme/prod", registry: "ghcr.io" },
  images: [
    { image: "app", tags: [app], pinned },
    { image: "web", tags: [{ ...app, name: "me/web" }] },
  ],
  read: [
    {
      ...{ image: "app", pinned, manifest },
      tags: [{ tag: "v1", digest }, { tag: "latest", digest: moved }, { tag: "1" }],
    },
  ],
  pullRequests: { shop: "https://github.com/me/shop/pull/3" },
  problems: [],
};

it("has what was read back of each image, and where each tag points", () => {
  expect(pushJson(facts)).toEqual({
    version: 2,
    outcome: "pass",
    ...{ tag: "v1", stack: "acme/prod", registry: "ghcr.io" },
    images: [
      {
        ...{
          image: "app",
          pinned: `ghcr.io/me/app:v1@${digest}`,
          digest,
          platforms: ["linux/amd64"],
        },
        tags: [
          { tag: "v1", digest, isRight: true },
          { tag: "latest", digest: moved, isRight: false },
          { tag: "1", digest: null, isRight: false },
        ],
      },
      { image: "web", pinned: null, digest: null, platforms: [], tags: [] },
    ],
    pullRequests: { shop: "https://github.com/me/shop/pull/3" },
    planned: null,
    denials: [],
    problems: [],
  });
});

it("has all fields and each line of the problem if push could not run", () => {
  expect(pushJson({ exitCode: 2, problems: ["one\n  two", "three"] })).toEqual({
    version: 2,
    outcome: "unknown",
    ...{
      tag: null,
      stack: null,
      registry: null,
      images: [],
      pullRequests: {},
      planned: null,
      denials: [],
    },
    problems: ["one", "  two", "three"],
  });
});

it.each([
  [1, "fail"],
  [2, "unknown"],
  [130, "unknown"],
  [143, "unknown"],
])("names the outcome of %d: %s", (exitCode, outcome) => {
  expect(pushJson({ ...facts, exitCode })).toMatchObject({ outcome });
});

it("reports an interruption as a problem, after the others", () => {
  const interrupted = "interrupted; run push again to continue";
  const result = pushJson({ ...facts, exitCode: 130, problems: ["pulumi up failed"] });
  expect(result).toMatchObject({ problems: ["pulumi up failed", interrupted] });
});

it("has the same denials as explain", () => {
  const log = "failed to push ghcr.io/me/app:v1: denied: permission_denied: write_package";
  const denials = recognize(log, { registries: ["ghcr.io"] });
  expect(pushJson({ ...facts, exitCode: 1, denials })).toMatchObject({
    denials: [{ id: "ghcr-write-package", host: "ghcr.io", message: log }],
  });
});

it("has what a dry run would push", () => {
  const planned = { app: ["ghcr.io/me/app:v1", "ghcr.io/me/app:latest"] };
  expect(pushJson({ exitCode: 0, tag: "v1", planned, problems: [] })).toMatchObject({ planned });
});
