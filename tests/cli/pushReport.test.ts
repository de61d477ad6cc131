import { holdsVersion, reportOf, type Release } from "../../cli/pushReport";
import type { Manifest } from "../../ghcr/registryClient";

const digest = `sha256:${"a".repeat(64)}`;
const reference = "ghcr.io/me/app:v1.0.0";
const pinned = `${reference}@${digest}`;
const manifest = { platforms: ["linux/amd64", "linux/arm64"] } as unknown as Manifest;

const good: Release = {
  tag: "v1.0.0",
  registry: "ghcr.io",
  images: [{ image: "app", reference, pinned }],
  read: [{ image: "app", pinned, manifest }],
  followsVersion: true,
};

it("says what is there, and that all is done", () => {
  expect(reportOf(good)).toEqual({
    lines: [`app: ${pinned}\n  linux/amd64, linux/arm64`],
    result: "1 image is in ghcr.io under its digest. All done: v1.0.0",
  });
});

it("names an image that its workflow has yet to build", () => {
  const images = [...good.images, { image: "web", reference: "ghcr.io/me/web:v1.0.0" }];
  const { lines, problem } = reportOf({ ...good, images });
  expect(lines[1]).toBe("web: not built by its workflow yet, so nothing is pinned");
  expect(problem).toBeUndefined();
});

it("a tag that was moved is a problem", () => {
  const read = [{ image: "app", pinned, manifest, moved: "sha256:b" }];
  const { lines, problem } = reportOf({ ...good, read });
  expect(lines).toContain("  its tag points to sha256:b now: somebody moved it");
  expect(problem).toBe("the tag does not point to what was pushed any more: app");
});

it("a release that no tag tells of is a problem", () => {
  const latest = "ghcr.io/me/app:latest";
  const release = { ...good, images: [{ image: "app", reference: latest, pinned }] };
  expect(reportOf({ ...release, followsVersion: false }).problem).toBe(
    `no image's tags follow ghcr:version: write for instance tags: ["{{tag}}", "latest"]`,
  );
  // As with tags: ["latest", "{{tag}}"], or in a program without our settings.
  expect(reportOf(release).problem).toBeUndefined();
  expect(reportOf({ ...good, followsVersion: false }).problem).toBeUndefined();
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
])("%s: the tag %s holds the version %s", (holds, tag, version) => {
  expect(holdsVersion(`localhost:5000/me/app:${tag}`, version)).toBe(holds);
});

it("a reference without a tag holds none", () => {
  expect(holdsVersion("ghcr.io/me/app", "v1.0.0")).toBe(false);
});
