import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Provider } from "@pulumi/github";
import type { Stack } from "@pulumi/pulumi/automation";
import {
  ContainerImage,
  explainDenials,
  PublishingRepository,
  type ContainerImageArgs,
} from "../../components";
import {
  ADMINISTRATOR_TOKEN,
  ORGANIZATION_TOKEN,
  PUBLISHER_TOKEN,
  SEED_ORGANIZATION,
  SEED_OWNER,
} from "../../sandbox/seed";
import { isWrite, Project } from "./support/project";

/**
 * Programs with the components, which run in this process: the language host of the toolchain is too
 * old for hooks.
 */
let project: Project;
let stack: Stack;
let context: string;
let hasHooks: boolean | undefined;

beforeAll(async () => {
  project = await Project.open();
  context = join(project.folder, "inline-context");
  mkdirSync(context);
});

afterAll(() => project.close());

/** The arguments of an image. */
function argsOf(image: string): ContainerImageArgs {
  return {
    ...{ owner: SEED_OWNER, image, registry: project.world.sandbox.address, context },
    source: `https://github.com/${SEED_OWNER}/civilx-universe`,
    ...{ username: SEED_OWNER, token: PUBLISHER_TOKEN },
  };
}

/** Runs `up`, and returns its output and whether it failed. */
async function runUp(): Promise<{ readonly output: string; readonly hasFailed: boolean }> {
  let output = "";
  const write = (text: string): void => {
    output += text;
  };
  const hasFailed = await stack.up({ onOutput: write, onError: write }).then(
    () => false,
    () => true,
  );
  return { output, hasFailed };
}

/** Sets the responses to the next pushes of a manifest; the result returns how many were sent. */
async function injectFault(fault: unknown, times: number | "all"): Promise<() => Promise<number>> {
  const match = { kind: "registry", method: "PUT", path: "/v2/**/manifests/*" };
  await project.control("knobs", { method: "DELETE" });
  const order = { match, times, fault };
  await project.control("faults", { method: "POST", body: JSON.stringify(order) });
  return async () => {
    const [injected] = (await project.control("faults")) as { readonly struck: number }[];
    return injected?.struck ?? 0;
  };
}

const denied = {
  type: "answer",
  status: 403,
  headers: { "content-type": "application/json" },
  body: { errors: [{ code: "DENIED", message: "permission_denied: write_package" }] },
};

describe("an image", () => {
  let [name, aliases] = ["old", [] as { name: string }[]];

  beforeAll(async () => {
    stack = await project.openInlineStack(() => {
      new ContainerImage(name, { ...argsOf("own"), buildOnPreview: true }, { aliases });
      return Promise.resolve();
    });
  });

  it("is built in a preview with buildOnPreview, and not pushed", async () => {
    const dockerfile = join(context, "Dockerfile");
    await project.forgetRequests();
    writeFileSync(dockerfile, "FROM scratch\nCOPY missing /\n");
    await expect(stack.preview()).rejects.toThrow(/missing.*not found/);
    writeFileSync(dockerfile, "FROM scratch\nCOPY Dockerfile /\n");
    await stack.preview();
    expect((await project.listRequests()).filter(isWrite)).toEqual([]);
  });

  it("is unchanged if the program renames it with an alias", async () => {
    await stack.up();
    [name, aliases] = ["new", [{ name: "old" }]];
    const { summary } = await stack.up();
    expect(summary.resourceChanges).toEqual({ same: 3 });
  });
});

describe("a denial that the preflight did not detect", () => {
  beforeAll(async () => {
    const registries = [project.world.sandbox.address];
    stack = await project.openInlineStack(async () => {
      hasHooks = await explainDenials({ registries, waits: [10, 10] });
      new ContainerImage("hooked", argsOf("hooked"));
    });
  });

  it("is reported with its cause and fix, and is not retried", async () => {
    const struck = await injectFault(denied, "all");
    const { output, hasFailed } = await runUp();
    expect({ output, hasFailed }).toMatchObject({ hasFailed: true });
    expect(hasHooks).toBe(true);
    expect(await struck()).toBe(1);
    expect(output).toMatch(/warning: hooked: .*\n +- .*Manage Actions access/);
    expect(output).not.toContain("retrying");
    expect(output).not.toContain(PUBLISHER_TOKEN);
  });

  it("is retried if it is temporary, but not forever", async () => {
    await injectFault({ type: "answer", status: 429, body: "slow" }, "all");
    const { output, hasFailed } = await runUp();
    expect({ output, hasFailed }).toMatchObject({ hasFailed: true });
    expect(output.match(/warning: retrying create/g)).toHaveLength(2 * 2);
    expect(output).toContain("This is temporary: retrying in 0.01 s.");
  });

  it("is not reported once a retry succeeded", async () => {
    // BuildKit itself sends each request up to six times.
    const struck = await injectFault({ type: "answer", status: 429, body: "slow" }, 8);
    const { output, hasFailed } = await runUp();
    expect({ output, hasFailed }).toMatchObject({ hasFailed: false });
    expect(await struck()).toBe(8);
    expect(output).toContain("retrying create due to on-error hook request (1/100)");
  });
});

it("a rate limit that the provider does not wait for is retried, and workflow permissions that an organization forbids are reported once, without a retry", async () => {
  stack = await project.openInlineStack(async () => {
    hasHooks = await explainDenials({ registries: [project.world.sandbox.address], waits: [10] });
    declareRepository("limited", SEED_OWNER, ADMINISTRATOR_TOKEN);
    const workflowPermissions = "write";
    declareRepository("abacus", SEED_ORGANIZATION, ORGANIZATION_TOKEN, { workflowPermissions });
  });
  const match = { method: "PUT", path: "/repos/*/limited/actions/permissions/workflow" };
  const fault = { type: "answer", status: 429, body: { message: "toomanyrequests" } };
  await project.control("knobs", { method: "DELETE" });
  await project.control("faults", { method: "POST", body: JSON.stringify({ match, fault }) });
  await project.forgetRequests();
  const { output, hasFailed } = await runUp();
  expect({ output, hasFailed }).toMatchObject({ hasFailed: true });
  expect(hasHooks).toBe(true);
  expect(output).toContain("This is temporary: retrying in 0.01 s.");
  const writes = (await project.listRequests()).filter(({ path }) => path.endsWith("/workflow"));
  const ofLimited = writes.filter(({ path }) => path.includes("/limited/"));
  expect(ofLimited.map(({ method, status }) => `${method} ${status}`)).toEqual([
    "PUT 429",
    "PUT 204",
    "GET 200",
  ]);
  const [, diagnostics = ""] = output.split("Diagnostics:");
  const [warning] =
    /warning: abacus-workflow-permissions: .*\n(?: +- .*\n)+/.exec(diagnostics) ?? [];
  expect(warning).toContain("The organization or enterprise sets this for all its repositories");
  expect(warning).toContain(
    `https://github.com/organizations/${SEED_ORGANIZATION}/settings/actions`,
  );
  const conflicts = writes.filter(({ status }) => status === 409);
  expect(conflicts.map(({ method, path }) => `${method} ${path}`)).toEqual([
    `PUT /api/v3/repos/${SEED_ORGANIZATION}/abacus/actions/permissions/workflow`,
  ]);
  for (const token of [ORGANIZATION_TOKEN, PUBLISHER_TOKEN]) expect(output).not.toContain(token);
});

/** Declares a repository that the stack creates, with a provider for its owner. */
function declareRepository(
  repository: string,
  owner: string,
  token: string,
  more: { readonly workflowPermissions?: "write" } = {},
): void {
  // This process does not have the program's environment variables.
  const baseUrl = project.world.environment.GITHUB_BASE_URL ?? "";
  const github = new Provider(`github-${repository}`, { owner, token, baseUrl, writeDelayMs: 0 });
  const args = { owner, repository, create: true, token: PUBLISHER_TOKEN, ...more };
  new PublishingRepository(repository, args, { providers: { github } });
}
