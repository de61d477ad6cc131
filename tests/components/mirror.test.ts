import * as pulumi from "@pulumi/pulumi";
import { Mirror, type MirrorArgs } from "../../components";
import type { MirrorCopyHint } from "../../components/mirror/args";
import { parseReference } from "../../core/oci/reference";
import { builtDigest, isKnown, record, refusedProperty, valueOf } from "./recording";
import type { Recording, RecordOptions } from "./recording";

const token = "ghp_exampleexampleexampleexampleexample";

function mirror(
  args: Partial<MirrorArgs> = {},
  options: RecordOptions = {},
): Promise<Recording<Mirror>> {
  return record(
    () =>
      new Mirror("my-postgres", {
        owner: "AlexanderJKochnev",
        image: "my-postgres",
        from: "docker.io/library/postgres:alpine",
        tags: ["alpine"],
        hints: copiesOf("alpine"),
        username: "AlexanderJKochnev",
        token,
        ...args,
      }),
    options,
  );
}

const source = `docker.io/library/postgres:alpine@sha256:${"1".repeat(64)}`;

/** A preflight's hint: these tags have the same source. */
function copiesOf(...tags: readonly string[]): { readonly copies: readonly MirrorCopyHint[] } {
  return { copies: tags.map((tag) => ({ tag, sources: [parseReference(source)] })) };
}

const component = { type: "ghcr:index:Mirror", name: "my-postgres", inputs: {} };

const inputs = {
  sources: [source],
  tag: "ghcr.io/alexanderjkochnev/my-postgres:alpine",
  push: true,
  registry: { address: "ghcr.io", username: "AlexanderJKochnev", password: { secret: token } },
};

function index(tag: string, changed: object = {}): object {
  return {
    type: "docker-build:index:Index",
    name: `my-postgres:${tag}`,
    parent: "my-postgres",
    inputs: { ...inputs, tag: `ghcr.io/alexanderjkochnev/my-postgres:${tag}`, ...changed },
  };
}

describe("the children", () => {
  it.each([false, true])("are one index with exact inputs; in a preview: %s", async (preview) => {
    expect((await mirror({}, { preview })).resources).toEqual([index("alpine"), component]);
  });

  it("are one index per tag", async () => {
    const { resources } = await mirror({ hints: copiesOf("16", "alpine") });
    expect(resources).toEqual([index("16"), index("alpine"), component]);
  });
});

it.each<[keyof MirrorArgs, Partial<MirrorArgs>, object]>([
  ["image", { image: "Other" }, { tag: "ghcr.io/alexanderjkochnev/other:alpine" }],
  ["owner", { owner: "Some-Org" }, { tag: "ghcr.io/some-org/my-postgres:alpine" }],
  [
    "registry",
    { registry: "localhost:5000" },
    {
      tag: "localhost:5000/alexanderjkochnev/my-postgres:alpine",
      registry: { ...inputs.registry, address: "localhost:5000" },
    },
  ],
  ["username", { username: "Else" }, { registry: { ...inputs.registry, username: "Else" } }],
])("%s changes that input and no other", async (_argument, args, changed) => {
  expect((await mirror(args)).resources).toEqual([index("alpine", changed), component]);
});

describe("the outputs", () => {
  const reference = "ghcr.io/alexanderjkochnev/my-postgres:16";

  it("pin the first tag to the copied digest, and are plain", async () => {
    const { result, outputs } = await mirror({ hints: copiesOf("16", "alpine") });
    expect(outputs).toEqual({
      "my-postgres": {
        reference,
        pinned: `${reference}@${builtDigest}`,
        package: reference.replace(/:16$/, ""),
        digest: builtDigest,
        passed: "",
        sourceImages: [],
      },
    });
    expect(await valueOf(result.pinned)).toBe(`${reference}@${builtDigest}`);
    expect(await valueOf(result.tags)).toEqual([reference, reference.replace(/:16$/, ":alpine")]);
    expect(await pulumi.isSecret(result.pinned)).toBe(false);
    expect(await pulumi.isSecret(result.reference)).toBe(false);
  });

  it.each([{ preview: true }, { digest: null }])(
    "pin nothing before the copy: %j",
    async (options) => {
      const { result } = await mirror({ hints: copiesOf("16") }, options);
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
  const ofAlpine = "Index my-postgres:alpine";
  expect(options[ofAlpine]).toEqual({ retainOnDelete: false });
  expect((await mirror()).options[ofAlpine]).toEqual({ retainOnDelete: true });
});
