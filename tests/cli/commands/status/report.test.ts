import { ageOf, renderStatus } from "../../../../cli/commands/status/report";
import {
  statusExitCode,
  type ImageRow,
  type StackStatus,
  type TagRow,
  type TokenRow,
} from "../../../../cli/commands/status/status";
import type { MirrorState } from "../../../../cli/commands/mirrors/rows";

const now = new Date("2026-11-30T12:00:00Z");
const digest = `sha256:${"1a2b3c4d".repeat(8)}`;

const image = (name: string, change: Partial<ImageRow> = {}): ImageRow => ({
  image: name,
  reference: `ghcr.io/octo/${name}:v1.0.0`,
  digest,
  pushed: "2026-11-27T11:00:00Z",
  visibility: "private",
  tags: null,
  why: [],
  ...change,
});

const mirror = (state: MirrorState, why?: string) => ({
  ...{ mirror: "ghcr.io/octo/postgres:16", copied: [], source: [], state },
  ...(why === undefined ? {} : { why }),
});

const token = (setting: TokenRow["setting"], change: Partial<TokenRow> = {}): TokenRow => ({
  setting,
  outcome: "pass",
  account: "octo",
  expires: "2027-02-16T00:00:00.000Z",
  daysLeft: 77,
  ...change,
});

const status = (change: Partial<StackStatus> = {}): StackStatus => ({
  stack: "prod",
  updated: "2026-11-30T11:58:30Z",
  images: [],
  mirrors: [],
  tokens: [],
  ...change,
});

const tag = (state: TagRow["state"], change: Partial<TagRow> = {}): TagRow => ({
  ...{ tag: "v1.0.0", state, digest: null },
  ...change,
});

it("shows a stack at a glance", () => {
  const images = [
    image("my-app"),
    image("v7/web", { digest: null, pushed: null, visibility: null, why: ["digest: later"] }),
  ];
  const mirrors = [mirror("current"), mirror("behind", "the source no longer has linux/arm64")];
  const tokens = [
    token("ghcr:token"),
    token("github:token", { expires: "never", daysLeft: null }),
    token("ghcr:pullToken", { outcome: "fail", expires: null, why: "GitHub refuses it (401)" }),
  ];
  expect(renderStatus(status({ images, mirrors, tokens }), now)).toBe(
    `Stack prod, updated 1 minute ago

Images
  image   tag     digest        pushed      visibility
  my-app  v1.0.0  1a2b3c4d1a2b  3 days ago  private
  v7/web  v1.0.0  not built     unknown     unknown
    digest: later

Mirrors
  current  octo/postgres:16
  behind   octo/postgres:16
             the source no longer has linux/arm64

Tokens
  ghcr:token      77 days left, until 2027-02-16
  github:token    never expires
  ghcr:pullToken  REFUSED
                    GitHub refuses it (401)`,
  );
});

it("shows where tags point, if they were read", () => {
  const tags = [
    tag("current", { digest }),
    tag("moved", { tag: "latest", digest: "sha256:other" }),
    tag("missing", { tag: "old" }),
    tag("unknown", { tag: "new", why: "denied" }),
  ];
  const text = renderStatus(status({ images: [image("a", { tags })] }), now);
  expect(text).toContain("visibility  tags\n");
  expect(text).toContain(`private     3 of 4 not current
    latest points to sha256:other, not to what was pushed
    old is missing from the registry
    new is unknown: denied`);
  const current = renderStatus(status({ images: [image("a", { tags: [tag("current")] })] }), now);
  expect(current).toContain("private     current");
});

it("fits a terminal of 80 columns, with long names too", () => {
  const long = image("group/an-image-with-quite-a-long-name", {
    reference: `ghcr.io/octo/group/an-image-with-quite-a-long-name:v1.0.0-rc.1`,
    tags: [tag("moved", { digest })],
    why: ["visibility: missing, or hidden from ghcr:token, which is a long reason to read here"],
  });
  const lines = renderStatus(status({ images: [long, image("b")] }), now).split("\n");
  expect(lines).toContain("  group/an-image-with-quite-a-long-name:v1.0.0-rc.1");
  expect(lines).toContain("    1a2b3c4d1a2b, 3 days ago, private, 1 of 1 not current");
  // A digest is not broken.
  for (const line of lines.filter((each) => !each.includes("sha256:"))) {
    expect(line.length).toBeLessThanOrEqual(80);
  }
});

it("of a stack that was never updated has no sections", () => {
  expect(renderStatus(status({ updated: null }), now)).toBe("Stack prod, never updated");
});

it.each([
  ["2026-11-30T11:59:30Z", "just now"],
  ["2026-11-30T11:00:01Z", "59 minutes ago"],
  ["2026-11-30T11:00:00Z", "1 hour ago"],
  ["2026-11-28T12:00:01Z", "1 day ago"],
  ["2025-11-30T12:00:00Z", "365 days ago"],
  // This machine's clock is slow.
  ["2026-11-30T12:00:10Z", "just now"],
])("%s is %s", (time, age) => {
  expect(ageOf(time, now)).toBe(age);
});

it.each<[number, string, Partial<StackStatus>]>([
  [0, "nothing", { tokens: [token("ghcr:token", { outcome: "unknown" })] }],
  [0, "current tags", { images: [image("a", { tags: [tag("current")] })] }],
  [1, "a moved tag", { images: [image("a", { tags: [tag("moved"), tag("unknown")] })] }],
  [1, "a missing tag", { images: [image("a", { tags: [tag("missing")] })] }],
  [1, "a refused token", { tokens: [token("ghcr:token", { outcome: "fail" })] }],
  [
    1,
    "a mirror",
    { mirrors: [mirror("behind")], images: [image("a", { tags: [tag("unknown")] })] },
  ],
  [2, "an unknown tag", { images: [image("a", { tags: [tag("unknown")] })] }],
  [2, "an unknown mirror", { mirrors: [mirror("unknown")] }],
])("--check ends with %d for %s", (code, _, change) => {
  expect(statusExitCode(status(change))).toBe(code);
});
