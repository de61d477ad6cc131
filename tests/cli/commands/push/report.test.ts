import {
  matchesVersion,
  createReport,
  describeVersionChange,
  type Release,
} from "../../../../cli/commands/push/report";
import type { ObservedTag } from "../../../../cli/readBack";
import type { Manifest } from "../../../../core/registry/client";

const digest = `sha256:${"a".repeat(64)}`;
const app = { registry: "ghcr.io", name: "me/app" };
const pinned = { ...app, tag: "v1.0.0", digest };
const shown = `ghcr.io/me/app:v1.0.0@${digest}`;
const manifest = { digest, platforms: ["linux/amd64", "linux/arm64"] } as unknown as Manifest;
const tags = ["v1.0.0", "latest"].map((tag) => ({ ...app, tag }));
const observed = ["v1.0.0", "latest"].map((tag) => ({ tag, digest }));

const good: Release = {
  tag: "v1.0.0",
  registry: "ghcr.io",
  images: [{ image: "app", tags, pinned }],
  pullRequests: {},
  read: [{ image: "app", pinned, manifest, tags: observed }],
  followsVersion: true,
};

it("reports what was pushed, and that all is done", () => {
  expect(createReport(good)).toEqual({
    lines: [`app: ${shown}`, "  linux/amd64, linux/arm64", "  tags: v1.0.0, latest"],
    result: "1 image is in ghcr.io. All done: v1.0.0",
  });
});

const web = { ...app, name: "me/web" };
const withUnbuilt = [...good.images, { image: "web", tags: [{ ...web, tag: "v1.0.0" }] }];

it("names an image that its workflow has yet to build", () => {
  const { lines, problem } = createReport({ ...good, images: withUnbuilt });
  expect(lines.at(-1)).toBe("web: not built by its workflow yet, so not pinned");
  expect(problem).toBeUndefined();
});

it("names the image that stays pinned until its workflow has built the version", () => {
  const images = [
    {
      ...{ image: "web", tags: [{ ...web, tag: "v1.1.0" }], isLastKnown: true },
      pinned: { ...web, tag: "v1.0.0", digest },
    },
  ];
  const { lines, problem } = createReport({ ...good, tag: "v1.1.0", images, read: [] });
  expect(lines).toEqual([
    `web: v1.1.0 not built by its workflow yet, so ghcr.io/me/web:v1.0.0@${digest} stays pinned`,
  ]);
  expect(problem).toBeUndefined();
});

it("names a workflow's pull request while an image waits for it", () => {
  const pullRequests = { shop: "https://github.com/me/shop/pull/3" };
  expect(createReport({ ...good, images: withUnbuilt, pullRequests }).lines.at(-1)).toBe(
    "shop: its workflow runs after this is merged: https://github.com/me/shop/pull/3",
  );
  expect(createReport({ ...good, pullRequests }).lines).toEqual(createReport(good).lines);
});

describe("tags that do not point to what was pushed", () => {
  const moved = `sha256:${"b".repeat(64)}`;
  const createRelease = (...found: readonly ObservedTag[]): Release => ({
    ...good,
    read: [
      { image: "app", pinned, manifest, tags: [...observed.slice(0, 1), ...found] },
      { image: "db", pinned, manifest, tags: observed },
    ],
  });

  it("are each named, and are a problem", () => {
    const report = createReport(createRelease({ tag: "latest", digest: moved }, { tag: "1.0" }));
    expect(report.lines).toEqual([
      `app: ${shown}`,
      "  linux/amd64, linux/arm64",
      "  tags: v1.0.0",
      `  latest points to ${moved}, not to what was pushed`,
      "  1.0 is missing",
      `db: ${shown}`,
      "  linux/amd64, linux/arm64",
      "  tags: v1.0.0, latest",
    ]);
    const [what, ...fix] = report.problem?.split("\n") ?? [];
    expect(what).toBe("not every tag points to what was pushed: app:latest, app:1.0");
    expect(fix.at(-1)).toBe("GHCR_RELEASES=movable npx pulumi up --replace URN");
  });

  it("can be all tags of an image", () => {
    const read = [{ image: "app", pinned, manifest, tags: [{ tag: "v1.0.0", digest: moved }] }];
    const { lines, problem } = createReport({ ...good, read });
    expect(lines).toHaveLength(3);
    expect(lines.join("\n")).not.toContain("tags:");
    expect(problem).toMatch(/^not every tag points to what was pushed: app:v1\.0\.0\n/);
  });
});

it("shows no platforms of a single manifest", () => {
  const bare = { ...manifest, platforms: [] };
  const read = [{ image: "app", pinned, manifest: bare, tags: observed }];
  expect(createReport({ ...good, read }).lines).toEqual([
    `app: ${shown}`,
    "  tags: v1.0.0, latest",
  ]);
});

it("a release without a tag is a problem", () => {
  const latest = [{ ...app, tag: "latest" }];
  const release = { ...good, images: [{ image: "app", tags: latest, pinned }] };
  expect(createReport({ ...release, followsVersion: false }).problem).toBe(
    `no image's tags use ghcr:version; for example, write tags: ["{{tag}}", "latest"]`,
  );
  // As with a workflow, where only the first tag is known.
  expect(createReport(release).problem).toBeUndefined();
  // As with tags: ["latest", "{{tag}}"] in a program without our settings.
  const both = { ...good, images: [{ image: "app", tags: [...latest, ...tags], pinned }] };
  expect(createReport({ ...both, followsVersion: false }).problem).toBeUndefined();
  expect(createReport({ ...good, followsVersion: false }).problem).toBeUndefined();
});

it.each<[boolean, string, string]>([
  [true, "v1.2.3", "v1.2.3"],
  [true, "1.2.3", "v1.2.3"],
  [true, "v1.2.3", "1.2.3"],
  [true, "1.2", "v1.2.3"],
  [true, "v1.2", "v1.2.3"],
  [true, "1.2.3-alpine", "v1.2.3"],
  [true, "nightly", "nightly"],
  [true, "v2", "v2"],
  [false, "1.20", "v1.2.3"],
  [false, "1.3", "v1.2.3"],
  [false, "latest", "v1.2.3"],
  [false, "ista", "vista"],
])("%s: the tag %s contains the version %s", (holds, tag, version) => {
  expect(matchesVersion({ ...app, tag }, version)).toBe(holds);
});

it("a reference without a tag contains none", () => {
  expect(matchesVersion(app, "v1.0.0")).toBe(false);
});

it.each<[before: string | undefined, response: string]>([
  [undefined, "ghcr:version is now v1.0.0; it was not set"],
  ["v0.9.0", "ghcr:version is now v1.0.0; it was v0.9.0"],
  ["v1.0.0", "ghcr:version stays v1.0.0"],
])("reports how a version of %s changes", (before, response) => {
  expect(describeVersionChange(before, "v1.0.0")).toBe(response);
});
