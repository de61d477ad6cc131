import * as pulumi from "@pulumi/pulumi";
import { declareStack } from "../../../stack/declare";
import type { PreflightResult } from "../../../stack/preflight";
import { builtDigest, labelOf, record, valueOf } from "../../components/recording";
import { stackWith, tokens } from "../settings/configuring";

const digest = `sha256:${"1".repeat(64)}`;

const preflight: PreflightResult = {
  mode: "strict",
  findings: [
    { setting: "ghcr:token", outcome: "pass", message: "of all else" },
    { setting: "ghcr:repositories", outcome: "pass", message: "of a package", isOfPackage: true },
  ],
  possibleConflicts: [],
  images: new Map(),
  mirrors: new Map([
    [
      "db",
      {
        copies: [
          { tag: "16", sources: [{ registry: "docker.io", name: "library/postgres", digest }] },
        ],
      },
    ],
  ]),
  repositories: new Map([
    ["own", { secretMark: true }],
    ["shared", { repositoryId: 7 }],
  ]),
  newRepositories: new Set(),
  waitingWorkflows: new Set(),
  organizationSecrets: new Map([["GHCR_TOKEN", { secretMark: true }]]),
  packages: new Map([
    [
      "app",
      {
        digest: builtDigest,
        state: {
          ...{ visibility: "private", isPublic: false, repository: "F1bonacci66/own" },
          ...{ digest: builtDigest, page: "https://github.com/packages", why: [] },
        },
      },
    ],
  ]),
};

it("each component gets the preflight's results about it", async () => {
  const { result, resources } = await record(async () => {
    const stack = stackWith({
      registry: "127.0.0.1:9",
      repositories: {
        own: {
          images: {
            app: {
              ...{ context: "examples/assets", platforms: ["linux/arm64"] },
              packageVisibility: "public",
            },
          },
        },
        shared: { secretScope: "organization" },
      },
      mirrors: { db: "docker.io/library/postgres:16" },
    });
    const outputs = await declareStack(stack, preflight);
    return { findings: await valueOf(outputs.findings) };
  });
  const inputs = new Map(resources.map((each) => [labelOf(each), each.inputs]));
  expect(inputs.get("ActionsSecret own-secret")).toMatchObject({ destroyOnDrift: true });
  expect(inputs.get("ActionsOrganizationSecret GHCR_TOKEN")).toMatchObject({
    ...{ destroyOnDrift: true, selectedRepositoryIds: [7] },
  });
  expect(inputs.get("Index db:16")).toMatchObject({
    sources: [`docker.io/library/postgres@${digest}`],
  });
  expect(result.findings.map(({ setting, message }) => [setting, message])).toEqual([
    ["ghcr:token", "of all else"],
    ["ghcr:repositories.own.images.app", "the package is private, but public is required"],
  ]);
});

it("the package of an image whose tag cannot be read is not checked, as before the first push", async () => {
  const hints = {
    pushPermission: { fingerprint: "", isAllowed: false },
    prior: { hasState: true, fingerprint: "" },
    published: { outcome: "absent" },
    lastPinned: { tag: "v1.1.0", digest: builtDigest },
  } as const;
  const { result } = await record(async () => {
    const app = { context: ".", build: "actions", packageVisibility: "public" };
    const stack = stackWith({
      registry: "127.0.0.1:9",
      repositories: { own: { images: { app } } },
    });
    const images = new Map([["app", hints]]);
    const { findings, images: outputs } = await declareStack(stack, { ...preflight, images });
    return {
      findings: await valueOf(findings),
      digest: await valueOf(pulumi.output(outputs.app?.digest)),
    };
  });
  expect(result.digest).toBe(builtDigest);
  expect(result.findings.map(({ message }) => message)).toEqual(["of all else"]);
});

it("each token reaches only what needs it, on GitHub through one provider without delays", async () => {
  const web = { context: ".", build: "actions", attested: true };
  const stack = stackWith({
    repositories: {
      own: { create: true, images: { app: "examples/assets", web } },
      shared: { secretScope: "organization" },
      // GitHub ignores the case of a secret's name.
      other: { secretScope: "organization", secretName: "ghcr_token" },
    },
    mirrors: { db: { from: "docker.io/library/postgres:16", service: "database" } },
  });
  const published = { outcome: "found", digest, platforms: [] } as const;
  const hints = {
    pushPermission: { fingerprint: "", isAllowed: false },
    prior: { hasState: false, fingerprint: "" },
  };
  const { resources, providers, result } = await record(() =>
    declareStack(stack, {
      ...preflight,
      images: new Map([["web", { ...hints, published }]]),
      repositories: new Map([
        ["shared", { repositoryId: 7 }],
        ["other", { repositoryId: 8 }],
      ]),
    }),
  );

  const holders = (secret: string): readonly string[] =>
    resources
      .filter(({ inputs }) => JSON.stringify(inputs).includes(JSON.stringify({ secret })))
      .map(labelOf);
  expect(holders(tokens["github:token"])).toEqual(["github github"]);
  expect([...holders(tokens["ghcr:token"])].sort()).toEqual([
    "ActionsOrganizationSecret GHCR_TOKEN",
    "ActionsSecret own-secret",
    "Image app",
    "Index db:16",
  ]);
  const inputs = new Map(resources.map((each) => [labelOf(each), each.inputs]));
  expect(inputs.get("ActionsOrganizationSecret GHCR_TOKEN")).toMatchObject({
    selectedRepositoryIds: [7, 8],
  });
  expect(inputs.get("github github")).toMatchObject({
    ...{ owner: "F1bonacci66", token: { secret: tokens["github:token"] } },
    ...{ legacyClient: "true", parallelRequests: "true", writeDelayMs: "0" },
  });
  const onGitHub = resources.filter(({ type }) => type.startsWith("github:")).map(labelOf);
  expect(onGitHub).toHaveLength(6);
  expect(providers).toEqual(Object.fromEntries(onGitHub.map((label) => [label, "github"])));

  const { verify } = (await valueOf(pulumi.output(result.images))).web ?? {};
  const pinned = `ghcr.io/f1bonacci66/web:latest@${digest}`;
  expect(verify).toBe(`gh attestation verify oci://${pinned} --repo F1bonacci66/own`);
  const mirrored = `ghcr.io/f1bonacci66/db:16@${builtDigest}`;
  expect(await valueOf(result.__compose)).toContain(`  database:\n    image: ${mirrored}`);
});
