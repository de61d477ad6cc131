import * as pulumi from "@pulumi/pulumi";
import { parseLock } from "../../deploy";
import { printReference, type Reference } from "../../ghcr/reference";
import { answer, digestOf, startFakeRegistry, type FakeRegistry } from "../ghcr/fakeRegistry";
import { builtDigest, labelOf, record, valueOf, type Recording } from "./recording";

const githubToken = "ghp_exampleadministratorexampleexample";
const token = "ghp_examplepublisherexampleexampleexamp";
const pullToken = "ghp_examplepullexampleexampleexampleexa";

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

/** What the registry was asked to show. */
const shown: string[] = [];

/** Runs index.ts from its first line, in a Pulumi of its own, with a registry that is not there. */
async function runProgram(settings: Record<string, string>): Promise<Recording<Program>> {
  let recording: Recording<Program> | undefined;
  await jest.isolateModulesAsync(async () => {
    jest.doMock("../../ghcr/published", () => ({
      ...jest.requireActual<object>("../../ghcr/published"),
      readPublished: (_client: unknown, reference: Reference) => {
        shown.push(printReference(reference));
        return { outcome: "found", digest: builtDigest, platforms: ["linux/amd64"] };
      },
    }));
    const { runtime } = jest.requireActual<typeof pulumi>("@pulumi/pulumi");
    const secrets = ["ghcr:token", "github:token", "ghcr:secret-npm", "ghcr:pullToken"];
    runtime.setAllConfig(settings, secrets);
    const program = jest.requireActual<() => Promise<Program>>("../../index");
    recording = await record(program, { runtime, isStack: true, call: readState });
  });
  if (recording === undefined) throw new Error("the program was not run");
  return recording;
}

const packageName = "ghcr.io/f1bonacci66/civilx-universe";

/** What the last update left: one of the images, with another digest than the mocked builder gives. */
const state = {
  stack: { type: "pulumi:pulumi:Stack", outputs: { images: {} } },
  image: {
    type: "ghcr:index:ContainerImage",
    outputs: { package: packageName, passed: "mark", digest: "sha256:before", reference: "before" },
  },
  assets: {
    type: "ghcr:index:ContainerImage",
    outputs: {
      ...{ package: `${packageName}/assets`, passed: "mark" },
      ...{ digest: builtDigest, reference: "same" },
    },
  },
};

function readState(token: string): Record<string, unknown> {
  if (token === "pulumi:pulumi:readStackOutputs") return { outputs: state.stack.outputs };
  if (token === "pulumi:pulumi:readStackResourceOutputs") return { outputs: state };
  throw new Error(`The program called ${token}`);
}

const variables = [
  "GITHUB_TOKEN",
  "GITHUB_OWNER",
  "GHCR_TOKEN",
  "GHCR_REGISTRY",
  "GHCR_PULL_TOKEN",
];
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
    shown.length = 0;
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

  it("claims no pass that nobody saw, and keeps what was left where nothing was pushed", () => {
    const passed = (name: string): unknown =>
      (recording.outputs[name] as { readonly passed: unknown }).passed;
    expect(passed("civilx-universe")).toBe("");
    expect(passed("civilx-universe/assets")).toBe("mark");
  });

  it("asks what it built for no platform in particular, and nothing else", () => {
    expect(shown).toEqual([`${packageName}@${builtDigest}`]);
  });

  it("gives outputs of exactly this shape, plain and without a token", async () => {
    const reference = "ghcr.io/f1bonacci66/civilx-universe:1.2";
    const assets = "ghcr.io/f1bonacci66/civilx-universe/assets:latest";
    const whole = pulumi.output(recording.result) as unknown as pulumi.Output<Program>;
    const { images, repositories, bake, lock, ...texts } = (await valueOf(whole)) as unknown as {
      readonly bake: string;
      readonly lock: string;
    } & Record<string, unknown>;
    expect(await pulumi.isSecret(whole)).toBe(false);
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
      pull: `docker pull ${tagged}@${builtDigest}`,
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
      // Nothing was looked at, and nothing found.
      packages: {},
      findings: [],
      compose: [
        "services:",
        "  assets:",
        `    image: ${assets}@${builtDigest}`,
        "  civilx-universe:",
        `    image: ${reference}@${builtDigest}`,
      ].join("\n"),
      dotenv: [
        `IMAGE_CIVILX_UNIVERSE=${reference}@${builtDigest}`,
        `IMAGE_CIVILX_UNIVERSE_ASSETS=${assets}@${builtDigest}`,
      ].join("\n"),
      kustomization: expect.stringContaining(`digest: ${builtDigest}`) as string,
      login:
        'printf %s "$GHCR_PULL_TOKEN" | docker login ghcr.io --username Publisher --password-stdin',
    });
  });
});

describe("the program with a builder, a build secret and a mirror", () => {
  let recording: Recording<Program>;
  let source: FakeRegistry;
  const manifest = JSON.stringify({ schemaVersion: 2 });

  beforeAll(async () => {
    source = await startFakeRegistry();
    source.handle = ({ url = "" }, response) => {
      const isThere = /\/manifests\/(?:alpine|sha256:\w+)$/.test(url);
      answer(response, isThere ? 200 : 404, manifest, {
        "docker-content-digest": digestOf(manifest),
        "content-length": String(manifest.length),
      });
    };
    recording = await runProgram({
      ...config,
      "ghcr:builder": "big",
      "ghcr:secret-npm": "fakesecret",
      "ghcr:defaults": JSON.stringify({ secrets: { npmrc: "npm" } }),
      "ghcr:repositories": JSON.stringify({
        a: { images: { a: { context: ".", target: "built", buildArgs: { VERSION: "1.10" } } } },
      }),
      "ghcr:mirrors": JSON.stringify({
        "my-postgres": { from: `${source.host}/library/postgres:alpine`, service: "database" },
      }),
      "ghcr:pullToken": pullToken,
      "ghcr:pullUsername": "Puller",
    });
  });

  afterAll(() => source.close());

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
        sources: [`${source.host}/library/postgres:alpine@${digestOf(manifest)}`],
        tag: "ghcr.io/f1bonacci66/my-postgres:alpine",
        registry: { address: "ghcr.io", username: "Publisher", password: { secret: token } },
      },
    });
  });

  it("gives the mirror among the images, and what pulls as the one secret", async () => {
    const { images, dockerconfigjson, ...others } = recording.result;
    const reference = "ghcr.io/f1bonacci66/my-postgres:alpine";
    expect(Object.keys(images)).toEqual(["a", "my-postgres"]);
    const pinned = images["my-postgres"]?.pinned ?? pulumi.output("none");
    expect(await valueOf(pinned)).toBe(`${reference}@${builtDigest}`);
    const { tags } = images["my-postgres"] ?? {};
    expect(await valueOf(pulumi.output(tags))).toEqual([reference]);
    expect(await valueOf(others.compose)).toContain(
      `  database:\n    image: ${reference}@${builtDigest}`,
    );
    expect(await pulumi.isSecret(pulumi.output({ images, ...others }))).toBe(false);
    expect(await pulumi.isSecret(pulumi.output(recording.result))).toBe(true);
    const config = dockerconfigjson ?? pulumi.output("none");
    expect(await pulumi.isSecret(config)).toBe(true);
    const auth = Buffer.from(`Puller:${pullToken}`).toString("base64");
    expect(JSON.parse(await valueOf(config))).toEqual({ auths: { "ghcr.io": { auth } } });
    expect(others.login).toContain("--username Puller ");
  });
});

it("tells how to verify what a workflow built and attested", async () => {
  const image = { context: ".", build: "actions" };
  const { result } = await runProgram({
    ...config,
    "ghcr:repositories": JSON.stringify({
      v7: { images: { "v7/web": { ...image, attested: true }, "v7/backend": image } },
    }),
  });
  const verify = result.images["v7/web"]?.verify ?? pulumi.output(undefined);
  const pinned = `ghcr.io/f1bonacci66/v7/web:latest@${builtDigest}`;
  expect(await valueOf(verify)).toBe(`gh attestation verify oci://${pinned} --repo F1bonacci66/v7`);
  expect(result.images["v7/backend"]).not.toHaveProperty("verify");
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

it("writes the workflow that the settings ask for, and builds nothing of it", async () => {
  const { resources, providers, dependencies } = await runProgram({
    ...config,
    "ghcr:defaults": JSON.stringify({ create: true, secretScope: "organization" }),
    "ghcr:repositories": JSON.stringify({
      v7: { workflow: { branch: "release" }, images: { "v7/web": "web" } },
      other: null,
    }),
  });
  const files = resources.filter(({ type }) => type.endsWith(":RepositoryFile"));
  expect(files.map(labelOf)).toEqual(["RepositoryFile v7-workflow"]);
  expect(files[0]?.inputs).toMatchObject({ repository: "v7", branch: "release" });
  expect(JSON.stringify(files[0]?.inputs)).toContain("v7/web");
  expect(resources.filter(({ type }) => type.endsWith(":Image"))).toEqual([]);
  expect(providers["RepositoryFile v7-workflow"]).toBe("github");
  expect(dependencies["PublishWorkflow v7"]).toEqual([
    "ActionsOrganizationSecret GHCR_TOKEN",
    "Repository v7",
    "WorkflowRepositoryPermissions v7-workflow-permissions",
  ]);
});

it("throws on bad settings before it makes anything", async () => {
  await expect(runProgram({ ...config, "ghcr:owner": "two words" })).rejects.toThrow(
    "'two words' is not an account",
  );
});
