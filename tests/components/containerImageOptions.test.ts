import * as dockerBuild from "@pulumi/docker-build";
import * as pulumi from "@pulumi/pulumi";
import { ContainerImage } from "../../components";
import { imageOf, publish, source, token } from "./publishImage";
import { builtDigest, isKnown, record, valueOf } from "./recording";

describe("a transform", () => {
  it("changes the image's arguments and options, by its name", async () => {
    const names: string[] = [];
    const recording = await publish({
      transform: {
        image: (args, opts, name) => {
          names.push(name);
          args.pull = true;
          opts.retainOnDelete = false;
        },
      },
    });
    expect(imageOf(recording)).toMatchObject({ pull: true });
    expect(recording.options).toEqual({ "Image universe": { retainOnDelete: false } });
    expect(names).toEqual(["universe"]);
  });

  it("that prevents the push leaves nothing pinned", async () => {
    const { result } = await publish({}, { digest: "" });
    expect(await isKnown(result.pinned)).toBe(true);
    expect(await valueOf(result.digest)).toBeUndefined();
    expect(await valueOf(result.pinned)).toBeUndefined();
  });
});

describe("the resource's options", () => {
  const args = { owner: "a", image: "b", source, context: "nowhere", username: "a", token };

  it("pass on the provider", async () => {
    const { result, providers } = await record(() => {
      const provider = new dockerBuild.Provider("elsewhere", {});
      return new ContainerImage("universe", args, { providers: { "docker-build": provider } });
    });
    expect(await valueOf(result.digest)).toBe(builtDigest);
    expect(providers).toEqual({ "Image universe": "elsewhere" });
  });

  it("pass on protection; the image is retained on deletion in any case", async () => {
    const { options } = await publish({}, {}, { protect: true, retainOnDelete: false });
    expect(options).toEqual({
      "ContainerImage universe": { protect: true, retainOnDelete: false },
      "Image universe": { protect: true, retainOnDelete: true },
    });
  });

  it("pass on dependsOn and the parent", async () => {
    const { dependencies, resources } = await record(() => {
      const parent = new pulumi.ComponentResource("test:index:Parent", "parent");
      const first = new dockerBuild.Index("first", { sources: ["a"], tag: "b" });
      new ContainerImage("universe", args, { parent, dependsOn: [first] });
    });
    expect(dependencies["ContainerImage universe"]).toEqual(["Index first"]);
    expect(resources.map(({ name, parent }) => [name, parent])).toEqual([
      ["universe", "universe"],
      ["first", undefined],
      ["universe", "parent"],
      ["parent", undefined],
    ]);
  });
});
