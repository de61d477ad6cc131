import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { parse, stringify } from "yaml";
import { ADMINISTRATOR_TOKEN, PUBLISHER_TOKEN, SEED_OWNER } from "../../sandbox";
import { moveTag } from "./support/moveTag";
import { isWrite, Project } from "./support/project";

const root = join(__dirname, "..", "..");
const readOnlyToken = "ghp_pushReadOnly";

/** The tests depend on each other: they publish several versions of a stack. */
let project: Project;
const outputs: string[] = [];

beforeAll(async () => {
  project = await Project.open();
}, 600_000);

afterAll(async () => {
  await project.close();
});

interface Stored {
  checkpoint: { latest: { resources: { urn: string }[]; pending_operations?: unknown } };
}

interface PushResult {
  readonly code: number | null;
  /** Standard output and standard error. */
  readonly output: string;
  readonly stdout: string;
}

/** The JSON for programs on the standard output. */
interface PushReport {
  readonly outcome: string;
  readonly images: readonly {
    readonly pinned: string;
    readonly tags: readonly { readonly tag: string; readonly isRight: boolean }[];
  }[];
  readonly denials: readonly { readonly id: string }[];
  readonly problems: readonly string[];
}

async function runPushAsJson(
  ...args: string[]
): Promise<PushResult & { readonly report: PushReport }> {
  const result = await runPush("--json", ...args);
  return { ...result, report: JSON.parse(result.stdout) as PushReport };
}

/** Runs a command in the program's folder. */
async function runCommand(
  command: string,
  args: readonly string[],
  variables: Readonly<Record<string, string>> = {},
): Promise<PushResult> {
  const { toolchain, folder, world } = project;
  const path = [dirname(toolchain.pulumi), process.env.PATH ?? ""].join(delimiter);
  const environment = { ...process.env, ...world.environment, PATH: path, ...variables };
  const child = spawn(command, args, { cwd: folder, env: environment });
  let [output, stdout] = ["", ""];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
      if (stream === child.stdout) stdout += text;
    });
  }
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  outputs.push(output);
  return { code, output, stdout };
}

const commandFile = join(root, "cli", "bin.mjs");

function runPush(...args: string[]): Promise<PushResult> {
  return runCommand(process.execPath, [commandFile, "push", ...args]);
}

function readVersion(): unknown {
  const text = readFileSync(join(project.folder, "Pulumi.dev.yaml"), "utf8");
  return (parse(text) as { config: Record<string, unknown> }).config["ghcr:version"];
}

/** The manifests that were pushed meanwhile. */
async function listPushes(): Promise<readonly string[]> {
  return (await project.listRequests())
    .filter(({ method, path }) => method === "PUT" && path.includes("/manifests/"))
    .map(({ path }) => path);
}

describe("pulumi-ghcr push", () => {
  it("publishes a version, and reports whose token pushed and what was read back", async () => {
    const { code, output } = await runPush("v1.0.0", "--stack", "dev");
    expect({ code, output }).toMatchObject({ code: 0 });
    const { address } = project.world.sandbox;
    const owner = SEED_OWNER.toLowerCase();
    expect(output).toContain(`login to ${address} as ${SEED_OWNER}: ok`);
    expect(output).toContain(`push to ${owner}/civilx-universe: ok`);
    expect(output).toMatch(/\[2\/5\] Authentication\n {6}ghcr:token: ghp_… \(classic, /);
    for (const image of ["civilx-universe", "civilx-universe/assets"]) {
      const pinned = `${image}: ${address}/${owner}/${image}:v1.0.0@sha256:`;
      expect(output).toContain(pinned);
    }
    expect(output).toContain("linux/amd64, linux/arm64");
    expect(output.match(/ tags: v1\.0\.0, latest$/gm)).toHaveLength(2);
    expect(output).toMatch(/2 images are in localhost:\d+\. All done: v1\.0\.0/);
    expect(output).toContain("[4/5] pulumi up: ghcr:version is now v1.0.0; it was not set (");
    expect(readVersion()).toBe("v1.0.0");
    // The next command, instead of Pulumi's outputs.
    expect(output).not.toContain("Outputs:");
    expect(output).toContain("\nNext:\n  npx pulumi-ghcr outputs deploy --stack dev\n");
  });

  it("names a tag that was moved in the meantime, and a missing one", async () => {
    const moved = await moveTag(project.world.sandbox.address, "civilx-universe", "latest");
    const match = {
      kind: "registry",
      method: "HEAD",
      path: "/v2/**/civilx-universe/assets/manifests/latest",
    };
    const fault = { type: "answer", status: 404 };
    const order = { match, times: "all", fault };
    await project.control("faults", { method: "POST", body: JSON.stringify(order) });
    await project.forgetRequests();
    const { code, output, report } = await runPushAsJson("v1.0.0", "--stack", "dev");
    const requests = await project.listRequests();
    await project.control("knobs", { method: "DELETE" });
    expect(code).toBe(1);
    expect(output.match(/ tags: .*$/gm)).toEqual([" tags: v1.0.0", " tags: v1.0.0"]);
    expect(output).toContain(`latest points to ${moved}, not to what was pushed`);
    expect(output).toContain("latest is missing");
    expect(output).toContain(
      "not every tag points to what was pushed: civilx-universe:latest, civilx-universe/assets:latest",
    );
    expect(output).not.toContain("All done");
    const wrongTags = report.images.flatMap(({ tags }) => tags.filter(({ isRight }) => !isRight));
    expect(wrongTags.map(({ tag }) => tag)).toEqual(["latest", "latest"]);
    // Each tag costs one request.
    const heads = requests.filter(({ method, path }) => method === "HEAD" && path !== "/v2/");
    expect(heads.map(({ path }) => path.replace(/^.*civilx-universe/, "")).sort()).toEqual([
      "/assets/manifests/latest",
      "/assets/manifests/v1.0.0",
      "/manifests/latest",
      "/manifests/v1.0.0",
    ]);
  });

  it("changes nothing with an invalid tag", async () => {
    await project.forgetRequests();
    const { code, output } = await runPush("--tag", "v1/0", "--stack", "dev");
    expect(code).toBe(2);
    expect(output).toMatch(
      /push: --tag: 'v1\/0' has '\/' at character 3.*\npush: nothing was changed/,
    );
    expect(await project.listRequests()).toEqual([]);
    expect(readVersion()).toBe("v1.0.0");
  });

  it("reports a wrong passphrase, with the fix", async () => {
    const args = [commandFile, "push", "v1.1.0", "--stack", "dev"];
    const wrong = { PULUMI_CONFIG_PASSPHRASE: "another", PULUMI_CONFIG_PASSPHRASE_FILE: "" };
    const { code, output } = await runCommand(process.execPath, args, wrong);
    expect(code).toBe(2);
    expect(output).toContain("'pulumi config --show-secrets' failed: incorrect passphrase");
    expect(output).toContain("Set PULUMI_CONFIG_PASSPHRASE to this stack's passphrase");
    expect(readVersion()).toBe("v1.0.0");
  });

  it("reports a duplicate setting, with both lines and the fix", async () => {
    const file = join(project.folder, "Pulumi.dev.yaml");
    const before = readFileSync(file, "utf8");
    writeFileSync(file, before.replace(/^ *ghcr:version:.*$/m, "$&\n$&"));
    const { code, output } = await runPush("v1.1.0", "--stack", "dev");
    writeFileSync(file, before);
    expect(code).toBe(2);
    expect(output).toMatch(/line \d+: mapping key "ghcr:version" already defined at line \d+/);
    expect(output).toContain("Pulumi.STACK.yaml contains the same setting twice");
    expect(output).toContain("Remove one of the two lines");
  });

  it("reports a program that does not run, and reverts the version", async () => {
    const file = join(project.folder, "index.ts");
    const before = readFileSync(file, "utf8");
    writeFileSync(file, `${before}\nthrow new Error("a slip in the program");\n`);
    const { code, output } = await runPush("v1.1.0", "--stack", "dev");
    writeFileSync(file, before);
    expect(code).toBe(1);
    expect(output).toContain("a slip in the program");
    expect(output).toContain("pulumi up did not begin; nothing was changed");
    expect(readVersion()).toBe("v1.0.0");
  });

  it("reports a locked stack, and keeps its version", async () => {
    const locks = join(
      project.world.backend,
      ".pulumi",
      "locks",
      "organization",
      "pulumi-ghcr",
      "dev",
    );
    mkdirSync(locks, { recursive: true });
    const lock = join(locks, "another.json");
    const holder = { pid: 1, username: "somebody", hostname: hostname(), timestamp: new Date() };
    writeFileSync(lock, JSON.stringify(holder));
    const { code, output } = await runPush("v1.1.0", "--stack", "dev");
    rmSync(lock);
    expect(code).toBe(1);
    expect(output).toContain("Pulumi, state (pulumi-locked)");
    expect(output).toContain("pulumi up did not begin; nothing was changed");
    expect(readVersion()).toBe("v1.0.0");
  });

  it("reports a version that does not fit the tag rules, and does not keep it", async () => {
    const file = join(project.folder, "Pulumi.dev.yaml");
    const before = readFileSync(file, "utf8");
    const written = parse(before) as { config: Record<string, unknown> };
    written.config["ghcr:defaults"] = { tags: ["{{major}}.{{minor}}"] };
    writeFileSync(file, stringify(written));
    const { code, output } = await runPush("nightly", "--stack", "dev");
    const kept = readVersion();
    writeFileSync(file, before);
    expect(code).toBe(2);
    expect(output).toContain("ghcr:defaults.tags.0: '{{major}}.{{minor}}' ");
    expect(output).toContain("The stack's settings have a problem; nothing was changed.");
    expect(kept).toBe("v1.0.0");
  });

  it("rejects a version that no image would get as a tag, before it writes anything", async () => {
    const file = join(project.folder, "Pulumi.dev.yaml");
    const before = readFileSync(file, "utf8");
    const written = parse(before) as { config: Record<string, unknown> };
    // `1.1` does not come from the version: it is a fixed tag.
    written.config["ghcr:defaults"] = { tags: ["latest", "1.1"] };
    const changed = stringify(written);
    writeFileSync(file, changed);
    const refused = await runPush("v1.1.0", "--stack", "dev");
    const after = readFileSync(file, "utf8");
    writeFileSync(file, before);
    expect(refused.code).toBe(2);
    expect(refused.output).toContain("no image gets the tag v1.1.0: the tags in the settings are");
    expect(refused.output).toContain('tags: [latest, "{{tag}}"]');
    expect(after).toBe(changed);
  });

  it("reports an interrupted update, with its pending operations", async () => {
    // `pulumi stack import` would remove them.
    const before = project.readState();
    const stored = JSON.parse(before) as Stored;
    const { latest } = stored.checkpoint;
    const resource = latest.resources.find(({ urn }) => urn.endsWith("::civilx-universe"));
    latest.pending_operations = [{ resource, type: "updating" }];
    writeFileSync(project.stateFile, JSON.stringify(stored));
    const { code, output } = await runPush("v1.1.0", "--stack", "dev");
    writeFileSync(project.stateFile, before);
    expect(code).toBe(2);
    expect(output).toContain("- updating civilx-universe");
    expect(output).toContain("npx pulumi refresh --stack dev");
    expect(readVersion()).toBe("v1.0.0");
  });

  it("reports a token that cannot push before it writes anything", async () => {
    const file = join(project.folder, "Pulumi.dev.yaml");
    const before = readFileSync(file, "utf8");
    const kind = { kind: "classic", owner: SEED_OWNER, scopes: ["read:packages"] };
    const order = { token: readOnlyToken, ...kind };
    await project.control("tokens", { method: "POST", body: JSON.stringify(order) });
    await project.setSecrets({ "ghcr:token": readOnlyToken });
    await project.forgetRequests();
    const { code, output, report } = await runPushAsJson("v1.1.0", "--stack", "dev");
    writeFileSync(file, before);
    expect(code).toBe(1);
    expect(report.outcome).toBe("fail");
    expect(report.problems[0]).toContain("ghcr:token was denied; nothing was changed.");
    expect(output).toContain("ghcr:token was denied; nothing was changed.");
    expect(output).toContain("does not match expected scopes");
    expect(output).toContain("\n  Cause    The scope write:packages is missing.\n  Fix      ");
    expect(output).toContain("\n  npx pulumi config set --secret ghcr:token --stack dev\n");
    expect(output).not.toContain("npx pulumi-ghcr doctor");
    const written = (await project.listRequests()).filter(isWrite).map(({ path }) => path);
    // The permission is checked by opening and canceling an upload.
    expect(written.filter((path) => !path.includes("/blobs/uploads/"))).toEqual([]);
  });

  it("reports a package that the token cannot push to as the registry's denial", async () => {
    const match = { kind: "registry", method: "POST", path: "/v2/**/assets/blobs/uploads/" };
    const body = { errors: [{ code: "DENIED", message: "permission_denied: write_package" }] };
    const headers = { "content-type": "application/json" };
    const fault = { type: "answer", status: 403, headers, body, carriedOut: false };
    const order = { match, times: "all", fault };
    await project.control("faults", { method: "POST", body: JSON.stringify(order) });
    const { code, output } = await runPush("v1.1.0", "--stack", "dev");
    await project.control("faults", { method: "DELETE" });
    expect(code).toBe(1);
    expect(output).toContain("ghcr:token was denied; nothing was changed.");
    expect(output).toMatch(/^ {2}Cause {4}The package exists/m);
    expect(output).toContain("npx pulumi-ghcr doctor --repository OWNER/NAME");
    expect(output).not.toContain("pulumi config set");
    expect(readVersion()).toBe("v1.0.0");
  });

  it("reports a push that is denied during the update, and the same command resumes it; latest does not move for a pre-release", async () => {
    const match = { kind: "registry", method: "PUT", path: "/v2/**/manifests/*" };
    const body = { errors: [{ code: "DENIED", message: "permission_denied: write_package" }] };
    const fault = {
      type: "answer",
      status: 403,
      headers: { "content-type": "application/json" },
      body,
    };
    await project.control("faults", {
      method: "POST",
      body: JSON.stringify({ match, times: "all", fault }),
    });
    const { code, output, report } = await runPushAsJson("v1.1.0-rc.1", "--stack", "dev");
    await project.control("knobs", { method: "DELETE" });
    expect(code).toBe(1);
    expect(report.denials.map(({ id }) => id)).toContain("ghcr-write-package");
    expect(output).toContain("ghcr.io, authorization (ghcr-write-package)");
    expect(output).toContain(
      "ghcr:version is now v1.1.0-rc.1; it was v1.0.0. To continue:\nnpx pulumi up --stack dev",
    );

    const again = await runCommand(join(root, "scripts", "push-to-ghcr.sh"), [
      "v1.1.0-rc.1",
      "--stack",
      "dev",
    ]);
    expect(again).toMatchObject({ code: 0 });
    expect(again.output).toContain("All done: v1.1.0-rc.1");
    expect(again.output).toContain("ghcr:version stays v1.1.0-rc.1 (");
    const tags = again.output.match(/ tags: .*$/gm);
    expect(tags).toEqual([" tags: v1.1.0-rc.1", " tags: v1.1.0-rc.1"]);
  });

  it("moves latest with the next release, without --stack in the only stack with a file", async () => {
    const { code: unselected } = await runCommand(project.toolchain.pulumi, ["stack", "unselect"]);
    expect(unselected).toBe(0);
    const { code, output } = await runPush("--bump", "minor");
    expect({ code, output }).toMatchObject({ code: 0 });
    expect(output).toMatch(/\[1\/5\] Stack: dev, with 2 images to push/);
    expect(output.match(/ tags: v1\.1\.0, latest$/gm)).toHaveLength(2);
    expect(output).toContain("ghcr:version is now v1.1.0; it was v1.1.0-rc.1 (");
  });

  it("refuses a version that is published as another image, before it writes anything", async () => {
    const { address } = project.world.sandbox;
    const other = await moveTag(address, "civilx-universe", "v1.3.0", "v1.1.0");
    await project.forgetRequests();
    const { code, output, report } = await runPushAsJson("v1.3.0", "--stack", "dev");
    expect([code, report.outcome]).toEqual([1, "fail"]);
    expect(output).toContain("v1.3.0 is already published; nothing was changed");
    const reference = `${address}/${SEED_OWNER.toLowerCase()}/civilx-universe:v1.3.0`;
    expect(report.problems).toContain(
      `  - ${reference} is already published as ${other}; this update would move it`,
    );
    expect(report.problems.slice(-4)).toEqual([
      "Fix: publish another version:",
      "npx pulumi-ghcr push v1.3.1 --stack dev",
      "Or move the tags of this one:",
      "npx pulumi-ghcr push v1.3.0 --force --stack dev",
    ]);
    expect(await listPushes()).toEqual([]);
    expect(readVersion()).toBe("v1.1.0");
  });

  it("stops an update that would move its own version, and reverts the version", async () => {
    writeFileSync(join(project.folder, "examples", "universe", "edit.txt"), "changed\n");
    const file = join(project.folder, "Pulumi.dev.yaml");
    writeFileSync(file, readFileSync(file, "utf8").replace("v1.1.0", "v1.0.0"));
    await project.forgetRequests();
    const { code, output, report } = await runPushAsJson("v1.1.0", "--stack", "dev");
    expect({ code, output }).toMatchObject({ code: 1 });
    expect(report.problems[0]).toContain(
      "pulumi up stopped: v1.1.0 is already published, and an image has changed since then",
    );
    expect(report.problems).toContain("npx pulumi-ghcr push v1.1.1 --stack dev");
    expect(await listPushes()).toEqual([]);
    expect(readVersion()).toBe("v1.0.0");
  });

  it("moves its own version with --force", async () => {
    const { code, output } = await runPush("v1.1.0", "--force", "--stack", "dev");
    expect({ code, output }).toMatchObject({ code: 0 });
    expect(output).toContain("[3/5] Release: v1.1.0; its tags may move (");
    expect(output).toContain("All done: v1.1.0");
    expect(readVersion()).toBe("v1.1.0");
  });

  it("shows with --dry-run what it would publish, and changes nothing", async () => {
    const before = [project.readState(), readVersion()];
    await project.forgetRequests();
    const { code, output, stdout } = await runPush("--bump", "patch", "--dry-run");
    expect({ code, output }).toMatchObject({ code: 0 });
    expect(output).toContain("[4/4] pulumi preview: nothing was changed (");
    const owner = `${project.world.sandbox.address}/${SEED_OWNER.toLowerCase()}`;
    const lines = ["civilx-universe", "civilx-universe/assets"].map(
      (name) => `${name}: ${owner}/${name}:v1.1.1, ${owner}/${name}:latest\n`,
    );
    expect(stdout.endsWith(lines.join(""))).toBe(true);
    expect(stdout).toMatch(/~ +docker-build:index:Image/);
    expect([project.readState(), readVersion()]).toEqual(before);
    expect(await listPushes()).toEqual([]);
  });

  it("asks for a commit of the images' sources, without a terminal as a problem", async () => {
    const folder = join(project.folder, "examples", "universe");
    execFileSync("git", ["init", "--quiet"], { cwd: folder });
    execFileSync("git", ["add", "Dockerfile"], { cwd: folder });
    const author = ["-c", "user.name=a", "-c", "user.email=a@b.example"];
    execFileSync("git", [...author, "commit", "--quiet", "--message", "a"], { cwd: folder });
    const { code, output, report } = await runPushAsJson("--bump", "patch", "--stack", "dev");
    expect({ code, output }).toMatchObject({ code: 2 });
    expect(report).toMatchObject({ outcome: "unknown", tag: "v1.1.1" });
    expect(report.problems).toContain(
      "  - civilx-universe: examples/universe has uncommitted changes",
    );
    expect(report.problems.at(-1)).toContain("--allow-dirty");
    expect(readVersion()).toBe("v1.1.0");
  });

  it("without --stack it does not choose among several stacks with a file", async () => {
    const others = ["one", "two"].map((name) => join(project.folder, `Pulumi.${name}.yaml`));
    for (const file of others) writeFileSync(file, "");
    const unclear = await runPush("v1.1.1");
    for (const file of others) rmSync(file);
    expect(unclear.code).toBe(2);
    expect(unclear.output).toContain("--stack is missing, and one, two each have a file here");
    expect(readVersion()).toBe("v1.1.0");
  });

  it("never prints a token", () => {
    expect(outputs.length).toBeGreaterThan(5);
    for (const token of [PUBLISHER_TOKEN, ADMINISTRATOR_TOKEN, readOnlyToken]) {
      expect(outputs.filter((output) => output.includes(token))).toEqual([]);
    }
  });
});
