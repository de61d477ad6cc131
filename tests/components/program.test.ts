import * as pulumi from "@pulumi/pulumi";
import { parseLock } from "../../core/deploy";
import { Token } from "../../core/tokens/token";
import { builtDigest, labelOf, valueOf, type Recording } from "./recording";
import {
  config,
  githubToken,
  packageName,
  runProgram,
  shown,
  token,
  withoutVariables,
  type Program,
} from "./runProgram";

withoutVariables();

describe("the program", () => {
  let recording: Recording<Program>;

  beforeAll(async () => {
    shown.length = 0;
    recording = await runProgram(config);
  });

  it("creates exactly these resources", () => {
    const made = recording.resources.map((resource) =>
      [labelOf(resource), ...(resource.parent === undefined ? [] : ["in", resource.parent])].join(
        " ",
      ),
    );
    expect(made.sort()).toEqual([
      "ActionsSecret Old-Thing-secret in Old-Thing",
      "ActionsSecret civilx-universe-secret in civilx-universe",
      "ContainerImage civilx-universe",
      "ContainerImage civilx-universe/assets",
      "Image civilx-universe in civilx-universe",
      "Image civilx-universe/assets in civilx-universe/assets",
      "PublishingRepository Old-Thing",
      "PublishingRepository civilx-universe",
      "Repository civilx-universe in civilx-universe",
      "WorkflowRepositoryPermissions Old-Thing-workflow-permissions in Old-Thing",
      "WorkflowRepositoryPermissions civilx-universe-workflow-permissions in civilx-universe",
      "github github",
    ]);
  });

  it("uses the administrator's token at GitHub, and sends requests in parallel without delays", () => {
    const provider = recording.resources.find(({ type }) => type === "pulumi:providers:github");
    expect(provider?.inputs).toEqual({
      baseUrl: "https://api.github.com/",
      legacyClient: "true",
      owner: "F1bonacci66",
      parallelRequests: "true",
      token: { secret: githubToken },
      writeDelayMs: "0",
    });
  });

  it("creates all of GitHub's resources with that provider", () => {
    const github = recording.resources.filter(({ type }) => type.startsWith("github:"));
    expect(github).toHaveLength(5);
    expect(recording.providers).toEqual(
      Object.fromEntries(github.map((resource) => [labelOf(resource), "github"])),
    );
  });

  it("passes each resource the token of its purpose", () => {
    const holders = (secret: string): string[] =>
      recording.resources
        .filter(({ inputs }) => JSON.stringify(inputs).includes(JSON.stringify({ secret })))
        .map(labelOf)
        .sort();
    expect(holders(githubToken)).toEqual(["github github"]);
    expect(holders(token)).toEqual([
      "ActionsSecret Old-Thing-secret",
      "ActionsSecret civilx-universe-secret",
      "Image civilx-universe",
      "Image civilx-universe/assets",
    ]);
  });

  it("passes the settings on", () => {
    const inputs = (name: string, type: string): unknown =>
      recording.resources.find((each) => each.name === name && each.type.endsWith(type))?.inputs;
    expect(inputs("Old-Thing-secret", "ActionsSecret")).toMatchObject({ secretName: "PACKAGES" });
    expect(inputs("Old-Thing-workflow-permissions", "Permissions")).toMatchObject({
      repository: "Old-Thing",
      defaultWorkflowPermissions: "write",
    });
    expect(inputs("civilx-universe/assets", "Image")).toMatchObject({
      platforms: ["linux/arm64"],
      labels: {
        "org.opencontainers.image.source": "https://github.com/F1bonacci66/civilx-universe",
      },
      registries: [{ address: "ghcr.io", username: "Publisher" }],
    });
  });

  it("creates the repository before its images, whose first push links to it", () => {
    for (const image of ["civilx-universe", "civilx-universe/assets"]) {
      expect(recording.dependencies[`ContainerImage ${image}`]).toEqual([
        "ActionsSecret civilx-universe-secret",
        "Repository civilx-universe",
        "WorkflowRepositoryPermissions civilx-universe-workflow-permissions",
      ]);
    }
  });

  it("stores the token that pushed, and keeps the stored one if nothing was pushed", () => {
    const passed = (name: string): unknown =>
      (recording.outputs[name] as { readonly passed: unknown }).passed;
    expect(passed("civilx-universe")).toBe(new Token(token).fingerprint);
    expect(passed("civilx-universe/assets")).toBe("mark");
  });

  it("reads only the platforms of the image that was built without any", () => {
    expect(shown).toEqual([`${packageName}@${builtDigest}`]);
  });

  it("has outputs of exactly this shape, plain and without a token", async () => {
    const reference = "ghcr.io/f1bonacci66/civilx-universe:1.2";
    const assets = "ghcr.io/f1bonacci66/civilx-universe/assets:latest";
    const program = pulumi.output(recording.result) as unknown as pulumi.Output<Program>;
    const {
      images,
      repositories,
      __bake: bake,
      __lock: lock,
      ...texts
    } = (await valueOf(program)) as unknown as {
      readonly __bake: string;
      readonly __lock: string;
    } & Record<string, unknown>;
    expect(await pulumi.isSecret(program)).toBe(false);
    expect(repositories).toEqual({
      "Old-Thing": { source: "https://github.com/F1bonacci66/Old-Thing", secretName: "PACKAGES" },
      "civilx-universe": {
        source: "https://github.com/F1bonacci66/civilx-universe",
        secretName: "GHCR_TOKEN",
      },
    });
    const described = (tagged: string, ...others: readonly string[]): object => ({
      reference: tagged,
      tags: [tagged, ...others],
      digest: builtDigest,
      pinned: `${tagged}@${builtDigest}`,
    });
    expect(images).toEqual({
      "civilx-universe": {
        ...described(reference, reference.replace(/:1\.2$/, ":latest")),
        platforms: ["linux/amd64"],
      },
      "civilx-universe/assets": { ...described(assets), platforms: ["linux/arm64"] },
    });
    expect(Object.keys(parseLock(lock))).toEqual(["civilx-universe", "civilx-universe/assets"]);
    expect(JSON.parse(bake)).toMatchObject({
      group: { default: { targets: ["civilx-universe", "civilx-universe-assets"] } },
    });
    expect(texts).toEqual({
      // The preflight was off.
      packages: {},
      findings: [],
      __compose: [
        "services:",
        "  assets:",
        `    image: ${assets}@${builtDigest}`,
        "  civilx-universe:",
        `    image: ${reference}@${builtDigest}`,
      ].join("\n"),
      __dotenv: [
        `IMAGE_CIVILX_UNIVERSE=${reference}@${builtDigest}`,
        `IMAGE_CIVILX_UNIVERSE_ASSETS=${assets}@${builtDigest}`,
      ].join("\n"),
      __kustomization: expect.stringContaining(`digest: ${builtDigest}`) as string,
      login:
        'printf %s "$GHCR_PULL_TOKEN" | docker login ghcr.io --username Publisher --password-stdin',
    });
  });
});

it("throws on invalid settings before it creates anything", async () => {
  await expect(runProgram({ ...config, "ghcr:owner": "two words" })).rejects.toThrow(
    "'two words' is not an account",
  );
});
