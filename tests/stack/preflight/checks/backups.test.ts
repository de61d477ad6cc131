import type { Reference } from "../../../../core/oci/reference";
import type { MirrorObservation } from "../../../../stack/preflight/observations";
import { backupsOf } from "../../../../stack/preflight/checks/mirrors/backups";
import type { PriorState } from "../../../../stack/state";
import { prior } from "../../state/prior";

const [old, older, other] = ["1", "2", "3"].map((each) => `sha256:${each.repeat(64)}`);
const package_ = { registry: "ghcr.io", name: "octo/db" };
const from = { registry: "docker.io", name: "library/postgres", tag: "16", digest: other };

function copiedTo(tags: Readonly<Record<string, readonly Reference[]>>): PriorState {
  return prior({ mirrorCopies: new Map([["ghcr.io/octo/db", new Map(Object.entries(tags))]]) });
}

function backups(
  copies: MirrorObservation["copies"],
  before?: PriorState,
  rule = "{{tag}}-{{date}}",
) {
  return backupsOf(package_, rule, { copies }, before, "2026-11-25");
}

const kept = [{ ...package_, digest: old }];
const copy = { tag: "16", sources: [from] };

describe("the backups of a mirror", () => {
  it("are none without a rule, and where nothing is written over", () => {
    expect(backupsOf(package_, undefined, { copies: [copy] }, undefined, "")).toEqual([]);
    expect(backups([copy])).toEqual([]);
  });

  it("are what is written over, and those that are there", () => {
    const before = copiedTo({ 16: [from], "16-2026-11-01": kept });
    expect(backups([copy], before)).toEqual([{ tag: "16-2026-11-01", digest: old }]);
    expect(backups([{ ...copy, overwrites: older ?? "" }], before)).toEqual([
      { tag: "16-2026-11-01", digest: old },
      { tag: "16-2026-11-25", digest: older },
    ]);
  });

  it("do not take the tag of another one, and keep nothing twice", () => {
    const before = copiedTo({ 16: [from], "16-2026-11-25": kept });
    expect(backups([{ ...copy, overwrites: older ?? "" }], before)).toEqual([
      { tag: "16-2026-11-25", digest: old },
      { tag: "16-2026-11-25-2", digest: older },
    ]);
    expect(backups([{ ...copy, overwrites: old ?? "" }], before)).toHaveLength(1);
  });

  it("are not what a mirror copies from its own package's neighbor", () => {
    const before = copiedTo({
      15: [{ ...package_, name: "octo/db-next", digest: old }],
      14: [from, from],
    });
    expect(backups([copy], before)).toEqual([]);
  });
});
