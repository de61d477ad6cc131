import { parseReference } from "../../../core/oci/reference";
import { priorState, type PriorState } from "../../../stack/state";

const old = `sha256:${"1".repeat(64)}`;
const from = `docker.io/library/postgres:16@sha256:${"3".repeat(64)}`;
const source = parseReference(from);

describe("mirrors in the state", () => {
  const read = (type: string, outputs: Record<string, unknown>): PriorState =>
    priorState([{ type, outputs }]);
  const index = "docker-build:index:Index";
  const tag = "ghcr.io/octo/db:16";

  it("have an index's sources, once it was pushed", () => {
    const { mirrorCopies } = read(index, { tag, sources: [from], ref: `${tag}@${old}` });
    expect(mirrorCopies.get("ghcr.io/octo/db")?.get("16")).toEqual([source]);
    expect(read(index, { tag, sources: [from], ref: tag }).mirrorCopies.size).toBe(0);
    for (const sources of [[], ["postgres"]]) {
      expect(read(index, { tag, sources, ref: `${tag}@${old}` }).mirrorCopies.size).toBe(0);
    }
  });

  it("have the source that a linked one was built on", () => {
    const outputs = { tags: [tag], dockerfile: { inline: `FROM ${from}\n` }, ref: `${tag}@x` };
    const { mirrorCopies } = read("docker-build:index:Image", outputs);
    expect(mirrorCopies.get("ghcr.io/octo/db")?.get("16")).toEqual([source]);
    const built = { ...outputs, dockerfile: { location: "Dockerfile" } };
    expect(read("docker-build:index:Image", built).mirrorCopies.size).toBe(0);
  });

  it("have the sources' manifests, if they match the schema", () => {
    const image = { digest: old, platforms: {}, isIndex: true, isAttested: false };
    const digests = (sourceImages: readonly unknown[]): readonly string[] => [
      ...read("ghcr:index:Mirror", { sourceImages }).sourceImages.keys(),
    ];
    expect(digests([image])).toEqual([old]);
    expect(digests([image, { digest: old }])).toEqual([]);
  });
});
