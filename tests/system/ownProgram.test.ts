import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  ADMINISTRATOR_TOKEN,
  ORGANIZATION_TOKEN,
  PUBLISHER_TOKEN,
  SEED_ORGANIZATION,
  SEED_OWNER,
} from "../../sandbox/seed";
import { isWrite, Project } from "./support/project";

/** Programs of their own, with the components. */
let project: Project;
let context: string;

beforeAll(async () => {
  project = await Project.open();
  context = join(project.folder, "own-context");
  mkdirSync(context);
});

afterAll(() => project.close());

/** An image, as code. */
function declareImage(name: string, image: string, more = "", options = "{}"): string {
  const args = {
    ...{ owner: SEED_OWNER, image, registry: project.world.sandbox.address, context },
    source: `https://github.com/${SEED_OWNER}/civilx-universe`,
    ...{ username: SEED_OWNER, token: PUBLISHER_TOKEN },
  };
  return `new ContainerImage("${name}", { ...${JSON.stringify(args)}, ${more} }, ${options});`;
}

/** A program that explains denials, and waits only milliseconds between retries. */
function openExplaining(waits: readonly number[], ...lines: readonly string[]): Project {
  const options = { registries: [project.world.sandbox.address], waits };
  return project.openProgram(
    [
      'import * as github from "@pulumi/github";',
      'import { ContainerImage, explainDenials, PublishingRepository } from "../components";',
      "export = async () => {",
      `  if (!(await explainDenials(${JSON.stringify(options)}))) throw new Error("no hooks");`,
      ...lines,
      "};",
    ].join("\n"),
  );
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
  const openImage = (name: string, options?: string): Project => {
    const code = 'import { ContainerImage } from "../components";\n';
    return project.openProgram(code + declareImage(name, "own", "buildOnPreview: true", options));
  };

  it("is built in a preview with buildOnPreview, and not pushed", async () => {
    const dockerfile = join(context, "Dockerfile");
    const own = openImage("old");
    writeFileSync(dockerfile, "FROM scratch\nCOPY missing /\n");
    const failed = await own.expectPreviewToFail();
    expect(failed.output).toMatch(/missing.*not found/);
    expect(failed.requests.filter(isWrite)).toEqual([]);
    writeFileSync(dockerfile, "FROM scratch\nCOPY Dockerfile /\n");
    await own.preview();
    expect((await project.listRequests()).filter(isWrite)).toEqual([]);
  });

  it("is unchanged if the program renames it with an alias", async () => {
    await openImage("old").up();
    const { operations } = await openImage("new", '{ aliases: [{ name: "old" }] }').up();
    expect(new Set(operations.map(({ operation }) => operation))).toEqual(new Set(["same"]));
  });
});

describe("a denial that the preflight did not detect", () => {
  const open = (): Project => openExplaining([10, 10], declareImage("hooked", "hooked"));

  it("is reported with its cause and fix, and is not retried", async () => {
    const struck = await injectFault(denied, "all");
    const { output } = await open().expectUpToFail();
    expect(await struck()).toBe(1);
    expect(output).toMatch(/warning: hooked: .*\n +- .*Manage Actions access/);
    expect(output).not.toContain("retrying");
    expect(output).not.toContain(PUBLISHER_TOKEN);
  });

  it("is retried if it is temporary, but not forever", async () => {
    await injectFault({ type: "answer", status: 429, body: "slow" }, "all");
    const { output } = await open().expectUpToFail();
    expect(output.match(/warning: retrying create/g)).toHaveLength(2 * 2);
    expect(output).toContain("This is temporary: retrying in 0.01 s.");
  });

  it("is not reported once a retry succeeded", async () => {
    // BuildKit itself sends each request up to six times.
    const struck = await injectFault({ type: "answer", status: 429, body: "slow" }, 8);
    const { output } = await open().up();
    expect(await struck()).toBe(8);
    expect(output).toContain("retrying create due to on-error hook request (1/100)");
  });
});

it("a rate limit that the provider does not wait for is retried, and workflow permissions that an organization forbids are reported once, without a retry", async () => {
  const own = openExplaining(
    [10],
    declareRepository("limited", SEED_OWNER, ADMINISTRATOR_TOKEN),
    declareRepository("abacus", SEED_ORGANIZATION, ORGANIZATION_TOKEN, {
      workflowPermissions: "write",
    }),
  );
  const match = { method: "PUT", path: "/repos/*/limited/actions/permissions/workflow" };
  const fault = { type: "answer", status: 429, body: { message: "toomanyrequests" } };
  await project.control("knobs", { method: "DELETE" });
  await project.control("faults", { method: "POST", body: JSON.stringify({ match, fault }) });
  const { output, requests } = await own.expectUpToFail();
  expect(output).toContain("This is temporary: retrying in 0.01 s.");
  const writes = requests.filter(({ path }) => path.endsWith("/workflow"));
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

/** A repository that the stack creates, with a provider for its owner, as code. */
function declareRepository(
  repository: string,
  owner: string,
  token: string,
  more: { readonly workflowPermissions?: "write" } = {},
): string {
  const account = JSON.stringify({ owner, token, writeDelayMs: 0 });
  const args = JSON.stringify({ owner, repository, create: true, token: PUBLISHER_TOKEN, ...more });
  return [
    `const ${repository} = new github.Provider("github-${repository}", ${account});`,
    `new PublishingRepository("${repository}", ${args}, { providers: { github: ${repository} } });`,
  ].join("\n");
}
