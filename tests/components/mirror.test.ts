import * as pulumi from "@pulumi/pulumi";
import type { MirrorArgs } from "../../components";
import { component, copiesOf, index, mirror, pushLogin, target } from "./mirroring";
import { builtDigest, isKnown, refusedProperty, valueOf } from "./recording";

describe("the children", () => {
  it.each([false, true])("are one index with exact inputs; in a preview: %s", async (preview) => {
    expect((await mirror({}, { preview })).resources).toEqual([index("16"), component]);
  });

  it("are one index per tag", async () => {
    const { resources } = await mirror({ hints: copiesOf("16", "alpine") });
    expect(resources).toEqual([index("16"), index("alpine"), component]);
  });
});

it.each<[keyof MirrorArgs, Partial<MirrorArgs>, object]>([
  ["image", { image: "Other" }, { tag: "ghcr.io/alexanderjkochnev/other:16" }],
  ["owner", { owner: "Some-Org" }, { tag: "ghcr.io/some-org/my-postgres:16" }],
  [
    "registry",
    { registry: "localhost:5000" },
    {
      tag: "localhost:5000/alexanderjkochnev/my-postgres:16",
      registry: { ...pushLogin, address: "localhost:5000" },
    },
  ],
  ["username", { username: "Else" }, { registry: { ...pushLogin, username: "Else" } }],
])("%s changes that input and no other", async (_argument, args, changed) => {
  expect((await mirror(args)).resources).toEqual([index("16", changed), component]);
});

describe("the outputs", () => {
  const reference = `${target}:16`;

  it("pin the first tag to the copied digest, and are plain", async () => {
    const { result, outputs } = await mirror({ hints: copiesOf("16", "alpine") });
    expect(outputs).toEqual({
      "my-postgres": {
        reference,
        pinned: `${reference}@${builtDigest}`,
        package: target,
        digest: builtDigest,
        passed: "",
        sourceImages: [],
      },
    });
    expect(await valueOf(result.pinned)).toBe(`${reference}@${builtDigest}`);
    expect(await valueOf(result.tags)).toEqual([reference, `${target}:alpine`]);
    expect(await pulumi.isSecret(result.pinned)).toBe(false);
    expect(await pulumi.isSecret(result.reference)).toBe(false);
  });

  it.each([{ preview: true }, { digest: null }])(
    "pin nothing before the copy: %j",
    async (options) => {
      const { result } = await mirror({}, options);
      expect(await valueOf(result.reference)).toBe(reference);
      expect(await valueOf(result.tags)).toEqual([reference]);
      if (await isKnown(result.pinned)) expect(await valueOf(result.pinned)).toBeUndefined();
    },
  );
});

it.each<[string, Partial<MirrorArgs>]>([
  ["tags", { tags: [], hints: {} }],
  ["tags", { hints: { copies: [] } }],
  ["tags[1]", { tags: ["latest", "-first"], hints: {} }],
  ["source", { mode: "linked" }],
  ["image", { image: "two words" }],
  ["owner", { owner: "two words" }],
  ["registry", { registry: "https://ghcr.io" }],
])("reports an invalid argument by its path: %s", async (propertyPath, args) => {
  expect(await refusedProperty(() => mirror(args))).toBe(propertyPath);
});

it("lets a transform change the index of each tag", async () => {
  const { resources, options } = await mirror({
    hints: copiesOf("16", "alpine"),
    transform: {
      index: (args, opts, name) => {
        args.push = name.endsWith(":16");
        opts.retainOnDelete = false;
      },
    },
  });
  expect(resources).toEqual([index("16"), index("alpine", { push: false }), component]);
  expect(options["Index my-postgres:16"]).toEqual({ retainOnDelete: false });
});
