import type { Known } from "../../../stack/preflight/checks/wanted";
import type { MirrorSeen } from "../../../stack/preflight/checks/mirrors";
import { KnownMirrors } from "../../../stack/preflight/knownMirrors";
import { backupsOf } from "../../../stack/preflight/mirrors";

const [old, older, other] = ["1", "2", "3"].map((each) => `sha256:${each.repeat(64)}`);
const package_ = { registry: "ghcr.io", name: "octo/db" };
const from = `docker.io/library/postgres:16@${other ?? ""}`;

function knowing(tags: Readonly<Record<string, readonly string[]>>): Known {
  const copied = new Map([["ghcr.io/octo/db", new Map(Object.entries(tags))]]);
  return { repositories: new Set(), passes: new Map(), copied };
}

function backups(copies: MirrorSeen["copies"], known?: Known, rule = "{{tag}}-{{date}}") {
  return backupsOf(package_, rule, { copies }, known, "2026-11-25");
}

const kept = [`ghcr.io/octo/db@${old ?? ""}`];
const copy = { tag: "16", sources: [from] };

describe("the backups of a mirror", () => {
  it("are none without a rule, and where nothing is written over", () => {
    expect(backupsOf(package_, undefined, { copies: [copy] }, undefined, "")).toEqual([]);
    expect(backups([copy])).toEqual([]);
  });

  it("are what is written over, and those that are there", () => {
    const known = knowing({ 16: [from], "16-2026-11-01": kept });
    expect(backups([copy], known)).toEqual([{ tag: "16-2026-11-01", digest: old }]);
    expect(backups([{ ...copy, writesOver: older ?? "" }], known)).toEqual([
      { tag: "16-2026-11-01", digest: old },
      { tag: "16-2026-11-25", digest: older },
    ]);
  });

  it("do not take the tag of another one, and keep nothing twice", () => {
    const known = knowing({ 16: [from], "16-2026-11-25": kept });
    expect(backups([{ ...copy, writesOver: older ?? "" }], known)).toEqual([
      { tag: "16-2026-11-25", digest: old },
      { tag: "16-2026-11-25-2", digest: older },
    ]);
    expect(backups([{ ...copy, writesOver: old ?? "" }], known)).toHaveLength(1);
  });

  it("are not what a mirror copies from its own package's neighbour", () => {
    const known = knowing({ 15: [`ghcr.io/octo/db-next@${old ?? ""}`], 14: [from, from] });
    expect(backups([copy], known)).toEqual([]);
  });
});

describe("what the state tells of mirrors", () => {
  const read = (type: string, outputs: Record<string, unknown>): KnownMirrors["found"] => {
    const known = new KnownMirrors();
    known.read(type, outputs);
    return known.found;
  };
  const index = "docker-build:index:Index";
  const tag = "ghcr.io/octo/db:16";

  it("is what an index was made of, once it is there", () => {
    const { copied } = read(index, { tag, sources: [from], ref: `${tag}@${old ?? ""}` });
    expect(copied.get("ghcr.io/octo/db")?.get("16")).toEqual([from]);
    expect(read(index, { tag, sources: [from], ref: tag }).copied.size).toBe(0);
    expect(read(index, { tag, sources: [], ref: `${tag}@${old ?? ""}` }).copied.size).toBe(0);
  });

  it("is what a linked one was built on", () => {
    const outputs = { tags: [tag], dockerfile: { inline: `FROM ${from}\n` }, ref: `${tag}@x` };
    const { copied } = read("docker-build:index:Image", outputs);
    expect(copied.get("ghcr.io/octo/db")?.get("16")).toEqual([from]);
    const built = { ...outputs, dockerfile: { location: "Dockerfile" } };
    expect(read("docker-build:index:Image", built).copied.size).toBe(0);
  });

  it("is what was read of the sources, where that has its shape", () => {
    const image = { digest: old, platforms: {}, isIndex: true, isAttested: false };
    const { sources } = read("ghcr:index:Mirror", { sourceImages: [image, { digest: older }, 1] });
    expect([...sources.keys()]).toEqual([old]);
  });
});
