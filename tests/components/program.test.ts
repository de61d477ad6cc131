import type * as Pulumi from "@pulumi/pulumi";
import { builtDigest, labelOf, record, valueOf, type Recording } from "./recording";

const githubToken = "ghp_exampleadministratorexampleexample";
const token = "ghp_examplepublisherexampleexampleexamp";

const config = {
  "ghcr:owner": "F1bonacci66",
  "ghcr:username": "Publisher",
  "ghcr:repositories": JSON.stringify({
    "civilx-universe": {
      create: true,
      images: {
        "civilx-universe": { context: "examples/universe", tags: ["1.2", "latest"] },
        "civilx-universe/assets": { context: "examples/assets", platforms: ["linux/arm64"] },
      },
    },
    "Old-Thing": { secretName: "PACKAGES", workflowPermissions: "write" },
  }),
  // What GitHub would be asked is the system tests' to show.
  "ghcr:preflight": "off",
  "ghcr:token": token,
  "github:token": githubToken,
};

type Program = Awaited<ReturnType<typeof import("../../index")>>;

/** Runs index.ts from its first line, in a Pulumi of its own. */
async function runProgram(settings: Record<string, string>): Promise<Recording<Program>> {
  let recording: Recording<Program> | undefined;
  await jest.isolateModulesAsync(async () => {
    const { runtime } = jest.requireActual<typeof Pulumi>("@pulumi/pulumi");
    runtime.setAllConfig(settings, ["ghcr:token", "github:token", "ghcr:secret-npm"]);
    const program = jest.requireActual<() => Promise<Program>>("../../index");
    recording = await record(program, { runtime, isStack: true });
  });
  if (recording === undefined) throw new Error("the program was not run");
  return recording;
}

const variables = ["GITHUB_TOKEN", "GITHUB_OWNER", "GHCR_TOKEN", "GHCR_REGISTRY"];
const before = new Map(variables.map((name) => [name, process.env[name]]));

beforeAll(() => {
  for (const name of [...variables, "GITHUB_BASE_URL"]) Reflect.deleteProperty(process.env, name);
});

afterAll(() => {
  for (const [name, value] of before) if (value !== undefined) process.env[name] = value;
});

describe("the program", () => {
  let recording: Recording<Program>;

  beforeAll(async () => {
    recording = await runProgram(config);
  });

  it("makes exactly these resources", () => {
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

  it("speaks to GitHub as the administrator, through the client that does not wait", () => {
    const provider = recording.resources.find(({ type }) => type === "pulumi:providers:github");
    expect(provider?.inputs).toEqual({
      baseUrl: "https://api.github.com/",
      legacyClient: "false",
      owner: "F1bonacci66",
      token: { secret: githubToken },
    });
  });

  it("makes each of GitHub's resources with that provider, and no other", () => {
    const github = recording.resources.filter(({ type }) => type.startsWith("github:"));
    expect(github).toHaveLength(5);
    expect(recording.providers).toEqual(
      Object.fromEntries(github.map((resource) => [labelOf(resource), "github"])),
    );
  });

  it("gives each the token of its own job", () => {
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

  it("hands the settings on", () => {
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

  it("makes the repository before its images, which link themselves to it", () => {
    for (const image of ["civilx-universe", "civilx-universe/assets"]) {
      expect(recording.dependencies[`ContainerImage ${image}`]).toEqual([
        "ActionsSecret civilx-universe-secret",
        "Repository civilx-universe",
        "WorkflowRepositoryPermissions civilx-universe-workflow-permissions",
      ]);
    }
  });

  it("gives outputs of exactly this shape, without a token", async () => {
    const { repositories, images } = recording.result;
    const known = async (
      outputs: Record<string, Record<string, Pulumi.Output<string | undefined>>>,
    ): Promise<unknown> =>
      Object.fromEntries(
        await Promise.all(
          Object.entries(outputs).map(async ([name, each]) => {
            const values = Object.entries(each).map(
              async ([key, output]) => [key, await valueOf(output)] as const,
            );
            return [name, Object.fromEntries(await Promise.all(values))] as const;
          }),
        ),
      );
    expect(Object.keys(recording.result).sort()).toEqual(["images", "mirrors", "repositories"]);
    expect(await known(repositories)).toEqual({
      "Old-Thing": { source: "https://github.com/F1bonacci66/Old-Thing", secretName: "PACKAGES" },
      "civilx-universe": {
        source: "https://github.com/F1bonacci66/civilx-universe",
        secretName: "GHCR_TOKEN",
      },
    });
    const [first, second] = [
      "ghcr.io/f1bonacci66/civilx-universe:1.2",
      "ghcr.io/f1bonacci66/civilx-universe/assets:latest",
    ];
    expect(await known(images)).toEqual({
      "civilx-universe": {
        reference: first,
        digest: builtDigest,
        pinned: `${first}@${builtDigest}`,
      },
      "civilx-universe/assets": {
        reference: second,
        digest: builtDigest,
        pinned: `${second}@${builtDigest}`,
      },
    });
  });
});

describe("the program with a builder, a build secret and a mirror", () => {
  let recording: Recording<Program>;

  beforeAll(async () => {
    recording = await runProgram({
      ...config,
      "ghcr:builder": "big",
      "ghcr:secret-npm": "fakesecret",
      "ghcr:defaults": JSON.stringify({ secrets: { npmrc: "npm" } }),
      "ghcr:repositories": JSON.stringify({
        a: { images: { a: { context: ".", target: "built", buildArgs: { VERSION: "1.10" } } } },
      }),
      "ghcr:mirrors": JSON.stringify({ "my-postgres": "docker.io/library/postgres:alpine" }),
    });
  });

  it("builds with them", () => {
    const image = recording.resources.find((each) => each.type.endsWith(":Image"));
    expect(image?.inputs).toMatchObject({
      builder: { name: "big" },
      secrets: { secret: { npmrc: "fakesecret" } },
      target: "built",
      buildArgs: { VERSION: "1.10" },
    });
  });

  it("copies with the publisher's token", () => {
    const index = recording.resources.find((each) => each.type.endsWith(":Index"));
    expect(index).toMatchObject({
      name: "my-postgres:alpine",
      parent: "my-postgres",
      inputs: {
        sources: ["docker.io/library/postgres:alpine"],
        tag: "ghcr.io/f1bonacci66/my-postgres:alpine",
        registry: { address: "ghcr.io", username: "Publisher", password: { secret: token } },
      },
    });
  });

  it("gives the mirror's references, and no secret", async () => {
    const { mirrors } = recording.result;
    const reference = "ghcr.io/f1bonacci66/my-postgres:alpine";
    expect(Object.keys(mirrors)).toEqual(["my-postgres"]);
    const mirror = mirrors["my-postgres"] as Record<"reference" | "pinned", Pulumi.Output<string>>;
    expect(await valueOf(mirror.reference)).toBe(reference);
    expect(await valueOf(mirror.pinned)).toBe(`${reference}@${builtDigest}`);
  });
});

it("gives an organisation one secret for all repositories that share its name", async () => {
  const { resources } = await runProgram({
    ...config,
    "ghcr:defaults": JSON.stringify({ create: true, secretScope: "organization" }),
    "ghcr:repositories": JSON.stringify({
      a: null,
      b: { secretName: "ghcr_token" },
      c: { secretName: "OTHER" },
      d: { secretScope: "repository" },
    }),
  });
  const secrets = resources.filter(({ type }) => type.includes("Secret"));
  const inputs = (secretName: string, count: number): unknown => ({
    secretName,
    value: { secret: token },
    visibility: "selected",
    selectedRepositoryIds: Array.from({ length: count }, () => 4711),
  });
  expect(secrets.map((each) => [labelOf(each), each.inputs])).toEqual([
    ["OrganizationSecret GHCR_TOKEN", {}],
    ["OrganizationSecret OTHER", {}],
    ["ActionsOrganizationSecret GHCR_TOKEN", inputs("GHCR_TOKEN", 2)],
    ["ActionsOrganizationSecret OTHER", inputs("OTHER", 1)],
    ["ActionsSecret d-secret", expect.anything()],
  ]);
});

it("throws on bad settings before it makes anything", async () => {
  await expect(runProgram({ ...config, "ghcr:owner": "two words" })).rejects.toThrow(
    "'two words' is not an account",
  );
});
