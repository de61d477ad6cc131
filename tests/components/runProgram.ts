import type * as pulumi from "@pulumi/pulumi";
import { printReference, type Reference } from "../../core/oci/reference";
import { builtDigest, record, type Recording } from "./recording";

export const githubToken = "ghp_exampleadministratorexampleexample";
export const token = "ghp_examplepublisherexampleexampleexamp";
export const pullToken = "ghp_examplepullexampleexampleexampleexa";

export const config = {
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
  // The system tests check the requests to GitHub.
  "ghcr:preflight": "off",
  "ghcr:token": token,
  "github:token": githubToken,
};

export type Program = Awaited<ReturnType<typeof import("../../index")>>;

/** The requests to the registry. */
export const shown: string[] = [];

/** Runs index.ts in a new instance of Pulumi's SDK, with a registry that does not exist. */
export async function runProgram(settings: Record<string, string>): Promise<Recording<Program>> {
  let recording: Recording<Program> | undefined;
  await jest.isolateModulesAsync(async () => {
    jest.doMock("../../core/registry/published", () => ({
      ...jest.requireActual<object>("../../core/registry/published"),
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

export const packageName = "ghcr.io/f1bonacci66/civilx-universe";

/** The last update's state: one of the images, with another digest than the mocked builder's. */
const state = {
  stack: { type: "pulumi:pulumi:Stack", outputs: { images: {} } },
  image: {
    type: "ghcr:index:ContainerImage",
    outputs: {
      package: packageName,
      passed: "mark",
      digest: "sha256:before",
      reference: `${packageName}:before`,
    },
  },
  assets: {
    type: "ghcr:index:ContainerImage",
    outputs: {
      ...{ package: `${packageName}/assets`, passed: "mark" },
      ...{ digest: builtDigest, reference: `${packageName}/assets:same` },
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

/** Runs a file's programs without this machine's environment variables. */
export function withoutVariables(): void {
  beforeAll(() => {
    for (const name of [...variables, "GITHUB_BASE_URL"]) Reflect.deleteProperty(process.env, name);
  });

  afterAll(() => {
    for (const [name, value] of before) if (value !== undefined) process.env[name] = value;
  });
}
