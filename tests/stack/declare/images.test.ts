import { PublishingRepository } from "../../../components";
import type { Published } from "../../../core/registry/published";
import { declareImage } from "../../../stack/declare/images";
import type { ImageSettings } from "../../../stack/settings";
import { labelOf, record, refusedProperty, valueOf } from "../../components/recording";
import type { Recording } from "../../components/recording";

const owner = "hellocplusplus0";
const token = "ghp_exampleexampleexampleexampleexample";
const shared = { owner, registry: "ghcr.io", username: owner, token, builder: { name: "big" } };
const digest = `sha256:${"1".repeat(64)}`;
const published: Published = { outcome: "found", digest, platforms: [] };

const settings: ImageSettings = {
  ...{ context: "nowhere", tags: ["{{tag}}", "latest"], version: "v1.2.3", service: ["web"] },
  ...{ build: "pulumi", attested: false, cache: "off", network: "default" },
  ...{ buildOnPreview: false, enforceVisibility: false, platforms: ["linux/arm64"] },
};

type Preflight = Parameters<typeof declareImage>[4];

function declare(
  changed: Partial<ImageSettings> = {},
  preflight: Preflight = {},
): Promise<Recording<ReturnType<typeof declareImage>>> {
  return record(() => {
    const publishing = new PublishingRepository("v7", { owner, repository: "v7", token });
    return declareImage("v7/web", { ...settings, ...changed }, shared, publishing, preflight);
  });
}

/** What was declared beside the repository. */
function labelsIn({ resources }: Recording<unknown>): readonly string[] {
  return resources.map(labelOf).filter((label) => label.endsWith("web"));
}

it("an image that the stack builds is built from its settings and from what was observed", async () => {
  const look = { facts: { commit: "0123abc" } };
  const recording = await declare({ tags: ["{{version}}", "sha-{{commit}}"] }, { look });
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
  it.each<[string, Partial<ImageSettings>, Preflight, string]>([
    ["the first that a rule gives", {}, {}, "v1.2.3"],
    ["not one that a pre-release leaves alone", { version: "1.0.0-a.1" }, {}, "1.0.0-a.1"],
    [
      "made of what git told the preflight",
      { tags: ["sha-{{commit}}"] },
      { look: { facts: { commit: "0123abc" } } },
      "sha-0123abc",
    ],
  ])("is read by one tag: %s", async (_what, changed, preflight, tag) => {
    const recording = await declare({ build: "actions", ...changed }, { ...preflight, published });
    expect(labelsIn(recording)).toEqual(["ExternalImage v7/web"]);
    const { pinned } = recording.result;
    expect(await valueOf(pinned)).toBe(`ghcr.io/${owner}/v7/web:${tag}@${digest}`);
    expect(recording.dependencies["ExternalImage v7/web"]).toContain("ActionsSecret v7-secret");
  });

  it("asks git for a tag that is made of its answer, where nobody asked before", async () => {
    const changed = { build: "actions", context: ".", tags: ["sha-{{commit}}"] } as const;
    const { result } = await declare(changed, { published });
    expect(await valueOf(result.reference)).toMatch(/:sha-[0-9a-f]{7}(?:-dirty)?$/);
  });

  it("is refused where its tags need a version and there is none", async () => {
    const changed = { build: "actions", tags: ["{{tag}}"], version: undefined } as const;
    expect(await refusedProperty(() => declare(changed, { published }))).toBe("tags[0]");
  });
});
