import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Provider } from "@pulumi/github";
import type { Stack } from "@pulumi/pulumi/automation";
import { ContainerImage, explainDenials, PublishingRepository } from "../../components";
import {
  ORGANIZATION_TOKEN,
  PUBLISHER_TOKEN,
  SEED_ORGANIZATION,
  SEED_OWNER,
} from "../../sandbox/seed";
import { Project } from "./support/project";

/** The language host of `npm start` here is too old for hooks; a program without a host has them. */
let project: Project;
let stack: Stack;
let hasHooks: boolean | undefined;

beforeAll(async () => {
  project = await Project.open();
  const context = join(project.folder, "inline-context");
  mkdirSync(context);
  writeFileSync(join(context, "Dockerfile"), "FROM scratch\nCOPY Dockerfile /\n");
  const registry = project.world.sandbox.address;
  stack = await project.inline(async () => {
    hasHooks = await explainDenials({ registries: [registry], waits: [10, 10] });
    new ContainerImage("hooked", {
      owner: SEED_OWNER,
      image: "hooked",
      registry,
      source: `https://github.com/${SEED_OWNER}/civilx-universe`,
      context,
      username: SEED_OWNER,
      token: PUBLISHER_TOKEN,
    });
  });
});

afterAll(() => project.close());

/** Runs `up` and gives all that it wrote, and whether it failed. */
async function up(): Promise<{ readonly output: string; readonly hasFailed: boolean }> {
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

/** The answers to the registry's next questions for a manifest, and how many were given. */
async function plantFault(fault: unknown, times: number | "all"): Promise<() => Promise<number>> {
  const match = { kind: "registry", method: "PUT", path: "/v2/**/manifests/*" };
  await project.control("knobs", { method: "DELETE" });
  const order = { match, times, fault };
  await project.control("faults", { method: "POST", body: JSON.stringify(order) });
  return async () => {
    const [planted] = (await project.control("faults")) as { readonly struck: number }[];
    return planted?.struck ?? 0;
  };
}

const denied = {
  type: "answer",
  status: 403,
  headers: { "content-type": "application/json" },
  body: { errors: [{ code: "DENIED", message: "permission_denied: write_package" }] },
};

describe("a denial that the preflight did not detect", () => {
  it("is reported with its cause and fix, and is not retried", async () => {
    const struck = await plantFault(denied, "all");
    const { output, hasFailed } = await up();
    expect({ output, hasFailed }).toMatchObject({ hasFailed: true });
    expect(hasHooks).toBe(true);
    expect(await struck()).toBe(1);
    expect(output).toMatch(/warning: hooked: .*\n +- .*Manage Actions access/);
    expect(output).not.toContain("retrying");
    expect(output).not.toContain(PUBLISHER_TOKEN);
  });

  it("is retried if it is temporary, but not forever", async () => {
    await plantFault({ type: "answer", status: 429, body: "slow" }, "all");
    const { output, hasFailed } = await up();
    expect({ output, hasFailed }).toMatchObject({ hasFailed: true });
    expect(output.match(/warning: retrying create/g)).toHaveLength(2 * 2);
    expect(output).toContain("This is temporary: retrying in 0.01 s.");
  });

  it("is not reported once a retry succeeded", async () => {
    // BuildKit itself tries six times.
    const struck = await plantFault({ type: "answer", status: 429, body: "slow" }, 8);
    const { output, hasFailed } = await up();
    expect({ output, hasFailed }).toMatchObject({ hasFailed: false });
    expect(await struck()).toBe(8);
    expect(output).toContain("retrying create due to on-error hook request (1/100)");
  });
});

it("reports once what an organization forbids, without a retry", async () => {
  await project.control("knobs", { method: "DELETE" });
  stack = await project.inline(async () => {
    hasHooks = await explainDenials({ registries: [project.world.sandbox.address], waits: [10] });
    const [owner, token] = [SEED_ORGANIZATION, ORGANIZATION_TOKEN];
    // This process has not the variables of the program's own.
    const baseUrl = project.world.environment.GITHUB_BASE_URL ?? "";
    const github = new Provider("github", { owner, token, baseUrl, legacyClient: false });
    const args = { owner, repository: "abacus", create: true, token: PUBLISHER_TOKEN };
    const providers = { github };
    new PublishingRepository("abacus", { ...args, workflowPermissions: "write" }, { providers });
  });
  await project.forgetRequests();
  const { output, hasFailed } = await up();
  expect({ output, hasFailed }).toMatchObject({ hasFailed: true });
  expect(hasHooks).toBe(true);
  const [, diagnostics = ""] = output.split("Diagnostics:");
  const [warning] =
    /warning: abacus-workflow-permissions: .*\n(?: +- .*\n)+/.exec(diagnostics) ?? [];
  expect(warning).toContain("The organization or enterprise sets this for all its repositories");
  expect(warning).toContain(
    `https://github.com/organizations/${SEED_ORGANIZATION}/settings/actions`,
  );
  const conflicts = (await project.requests()).filter(({ status }) => status === 409);
  expect(conflicts.map(({ method, path }) => `${method} ${path}`)).toEqual([
    `PUT /api/v3/repos/${SEED_ORGANIZATION}/abacus/actions/permissions/workflow`,
  ]);
  for (const token of [ORGANIZATION_TOKEN, PUBLISHER_TOKEN]) expect(output).not.toContain(token);
});
