import type { Reference } from "../../../../core/oci/reference";
import type { MirrorObservation } from "../../../../stack/preflight/observations";
import { backupsOf } from "../../../../stack/preflight/checks/mirrors/backups";
import type { PriorState } from "../../../../stack/state";
import { priorStateWith } from "../../state/prior";

const [old, older, other] = ["1", "2", "3"].map((each) => `sha256:${each.repeat(64)}`);
const package_ = { registry: "ghcr.io", name: "octo/db" };
const from = { registry: "docker.io", name: "library/postgres", tag: "16", digest: other };

function priorCopies(tags: Readonly<Record<string, readonly Reference[]>>): PriorState {
  return priorStateWith({
    mirrorCopies: new Map([["ghcr.io/octo/db", new Map(Object.entries(tags))]]),
  });
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
  it("do not exist without a rule, or if nothing is overwritten", () => {
    expect(backupsOf(package_, undefined, { copies: [copy] }, undefined, "")).toEqual([]);
    expect(backups([copy])).toEqual([]);
  });

  it("are the overwritten content, and the existing backups", () => {
    const before = priorCopies({ 16: [from], "16-2026-11-01": kept });
    expect(backups([copy], before)).toEqual([{ tag: "16-2026-11-01", digest: old }]);
    expect(backups([{ ...copy, overwrites: older ?? "" }], before)).toEqual([
      { tag: "16-2026-11-01", digest: old },
      { tag: "16-2026-11-25", digest: older },
    ]);
  });

  it("do not reuse another backup's tag, and keep no content twice", () => {
    const before = priorCopies({ 16: [from], "16-2026-11-25": kept });
    expect(backups([{ ...copy, overwrites: older ?? "" }], before)).toEqual([
      { tag: "16-2026-11-25", digest: old },
      { tag: "16-2026-11-25-2", digest: older },
    ]);
    expect(backups([{ ...copy, overwrites: old ?? "" }], before)).toHaveLength(1);
  });

  it("do not include what a mirror copies from another package of the owner", () => {
    const before = priorCopies({
      15: [{ ...package_, name: "octo/db-next", digest: old }],
      14: [from, from],
    });
    expect(backups([copy], before)).toEqual([]);
  });
});
