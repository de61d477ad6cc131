import { PublishingRepository } from "../../../components";
import type { PublishedAnswer } from "../../../core/registry/published";
import { declareImages, type DeclaredImage } from "../../../stack/declare/images";
import type { DesiredImage } from "../../../stack/model";
import type { PreflightResult } from "../../../stack/preflight";
import { labelOf, record, refusedProperty, valueOf } from "../../components/recording";
import type { Recording } from "../../components/recording";
import { stackWith } from "../settings/configuring";

const owner = "hellocplusplus0";
const token = "ghp_exampleexampleexampleexampleexample";
const digest = `sha256:${"1".repeat(64)}`;
const published: PublishedAnswer = { outcome: "found", digest, platforms: [] };

type Preflight = NonNullable<ReturnType<PreflightResult["images"]["get"]>>;

/** The preflight's result about each package. */
const unobserved = {
  pushPermission: { fingerprint: "", isAllowed: false },
  prior: { hasState: false, fingerprint: "" },
};

function declare(
  changed: Partial<DesiredImage> = {},
  observed: Partial<Preflight> = {},
  version: string | null = "v1.2.3",
): Promise<Recording<DeclaredImage["image"]>> {
  const settings = { context: "nowhere", platforms: ["linux/arm64"] };
  const stack = stackWith({
    ...{ owner, builder: "big", version: version ?? undefined },
    repositories: { v7: { images: { "v7/web": settings } } },
  });
  const images = stack.images.map((image) => ({ ...image, ...changed }));
  const preflight = { images: new Map([["v7/web", { ...unobserved, ...observed }]]) };
  return record(() => {
    const publishing = new PublishingRepository("v7", { owner, repository: "v7", token });
    const [declared] = declareImages({ ...stack, images }, [{ name: "v7", publishing }], preflight);
    if (declared === undefined) throw new Error("no image was declared");
    return declared.image;
  });
}

/** The declared resources, without the repository. */
function labelsIn({ resources }: Recording<unknown>): readonly string[] {
  return resources.map(labelOf).filter((label) => label.endsWith("web"));
}

it("an image that the stack builds follows its settings and the observed source", async () => {
  const observedSource = { facts: { commit: "0123abc" } };
  const recording = await declare({ tags: ["{{version}}", "sha-{{commit}}"] }, { observedSource });
  expect(labelsIn(recording)).toEqual(["Image v7/web", "ContainerImage v7/web"]);
  const image = recording.resources.find(({ type }) => type.endsWith(":Image"));
  expect(image?.inputs).toMatchObject({
    builder: { name: "big" },
    platforms: ["linux/arm64"],
    tags: ["1.2.3", "sha-0123abc"].map((tag) => `ghcr.io/${owner}/v7/web:${tag}`),
  });
  expect(recording.dependencies["ContainerImage v7/web"]).toContain("ActionsSecret v7-secret");
});

describe("an image that a workflow builds", () => {
  it.each<[string, Partial<DesiredImage>, Partial<Preflight>, string, string]>([
    ["the first that a rule gives", {}, {}, "v1.2.3", "v1.2.3"],
    ["not one that a pre-release leaves alone", {}, {}, "1.0.0-a.1", "1.0.0-a.1"],
    [
      "made of what the preflight read from git",
      { tags: ["sha-{{commit}}"] },
      { observedSource: { facts: { commit: "0123abc" } } },
      "v1.2.3",
      "sha-0123abc",
    ],
  ])("is read by one tag: %s", async (_what, changed, observed, version, tag) => {
    const image = { build: "actions", ...changed } as const;
    const recording = await declare(image, { ...observed, published }, version);
    expect(labelsIn(recording)).toEqual(["ExternalImage v7/web"]);
    const { pinned } = recording.result;
    expect(await valueOf(pinned)).toBe(`ghcr.io/${owner}/v7/web:${tag}@${digest}`);
    expect(recording.dependencies["ExternalImage v7/web"]).toContain("ActionsSecret v7-secret");
  });

  it("reads git for a tag that needs it, if the preflight did not", async () => {
    const changed = { build: "actions", context: ".", tags: ["sha-{{commit}}"] } as const;
    const { result } = await declare(changed, { published });
    expect(await valueOf(result.reference)).toMatch(/:sha-[0-9a-f]{7}(?:-dirty)?$/);
  });

  it("is rejected if its tags need a version and none is set", async () => {
    const changed = { build: "actions", tags: ["{{tag}}"] } as const;
    expect(await refusedProperty(() => declare(changed, { published }, null))).toBe("tags[0]");
  });
});
