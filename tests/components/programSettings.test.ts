import * as pulumi from "@pulumi/pulumi";
import {
  answer,
  digestOf,
  startFakeRegistry,
  type FakeRegistry,
} from "../core/registry/fakeRegistry";
import { builtDigest, labelOf, valueOf, type Recording } from "./recording";
import { config, pullToken, runProgram, token, withoutVariables, type Program } from "./runProgram";

withoutVariables();

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
        a: {
          images: {
            a: { context: "examples/assets", target: "built", buildArgs: { VERSION: "1.10" } },
          },
        },
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

  it("outputs the mirror among the images, and the pull credentials as the only secret", async () => {
    const { images, dockerconfigjson, ...others } = recording.result;
    const reference = "ghcr.io/f1bonacci66/my-postgres:alpine";
    expect(Object.keys(images)).toEqual(["a", "my-postgres"]);
    const pinned = images["my-postgres"]?.pinned ?? pulumi.output("none");
    expect(await valueOf(pinned)).toBe(`${reference}@${builtDigest}`);
    const { tags } = images["my-postgres"] ?? {};
    expect(await valueOf(pulumi.output(tags))).toEqual([reference]);
    expect(await valueOf(others.__compose)).toContain(
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

it("outputs the command that verifies an image that a workflow attested", async () => {
  // Without a version, the rules that need one are omitted.
  const image = { context: ".", build: "actions", tags: ["{{tag}}", "latest"] };
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

it("creates one organization secret for all repositories that share its name", async () => {
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

it("writes the workflow in the settings, and builds none of its images", async () => {
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
