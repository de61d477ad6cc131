import type { EngineEvent } from "@pulumi/pulumi/automation";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { parse, stringify } from "yaml";
import type { Toolchain } from "../../../toolchain";
import { run, type Environment, type Outcome } from "../../../core/process/child";
import { copyProgram } from "../../../scripts/programFolder";
import type { World } from "../../../scripts/world";
import { openTestWorld } from "./world";
import { expectNoMisfits } from "../../sandbox/misfits";
import { CONTROL_HEADER, type JournalEntry } from "../../../sandbox";

/** The stack of the projects. */
export const stackName = "dev";

/** One step of an update. */
export interface Operation {
  readonly operation: string;
  readonly type: string;
  readonly name: string;
}

interface UpOptions {
  /** URNs of resources to replace. */
  readonly replace?: readonly string[];
  /** Whether to refresh first. */
  readonly refresh?: boolean;
}

export interface Update {
  readonly operations: readonly Operation[];
  readonly outputs: Readonly<Record<string, unknown>>;
  /** Pulumi's output. */
  readonly output: string;
  /** The sandbox's requests meanwhile. */
  readonly requests: readonly JournalEntry[];
}

/** A resource in the state. */
export interface StoredResource {
  readonly type: string;
  readonly urn: string;
  readonly outputs?: Readonly<Record<string, unknown>>;
}

interface FailOptions {
  /** Whether the resources that do not depend on a failed one are updated nevertheless. */
  readonly continueOnError?: boolean;
}

interface PreviewOptions {
  readonly diff?: boolean;
}

/** The output of a failed command, and the sandbox's requests meanwhile. */
export interface FailedRun {
  readonly output: string;
  readonly requests: readonly JournalEntry[];
}

/**
 * The program in a separate folder, with a sandbox. It runs the `pulumi` command itself: each test
 * file would load the Automation API again, which takes seconds, and reads more than it is asked for.
 */
export class Project {
  private constructor(
    readonly folder: string,
    readonly toolchain: Toolchain,
    readonly world: World,
    /** Variables in addition to the sandbox's. */
    private readonly environment: Environment = {},
  ) {}

  static async open(): Promise<Project> {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), "pulumi-ghcr-project-")));
    copyProgram(folder);
    const { world, toolchain } = await openTestWorld(join(folder, ".sandbox"));
    const project = new Project(folder, toolchain, world);
    await project.run(["stack", "init", stackName]);
    return project;
  }

  /** The same stack and sandbox, with the program in another folder or with other variables. */
  openClone(folder: string, environment: Environment = {}): Project {
    return new Project(folder, this.toolchain, this.world, environment);
  }

  /** The same stack, of a program with this code, which finds the components in `../components`. */
  openProgram(code: string): Project {
    const folder = join(this.folder, "own");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "Pulumi.yaml"), "name: pulumi-ghcr\nruntime: nodejs\n");
    writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "own" }));
    writeFileSync(join(folder, "index.ts"), code);
    cpSync(join(this.folder, "Pulumi.dev.yaml"), join(folder, "Pulumi.dev.yaml"));
    return this.openClone(folder);
  }

  /** Encrypts settings into the stack's file, all with one command. */
  async setSecrets(settings: Readonly<Record<string, string>>): Promise<void> {
    const values = Object.entries(settings).map(([key, value]) => `${key}=${value}`);
    await this.run(["config", "set-all", ...values.flatMap((each) => ["--secret", each])]);
  }

  /** The stack's state, with plain secrets. */
  async exportState(): Promise<unknown> {
    const { stdout } = await this.run(["stack", "export", "--show-secrets"]);
    return JSON.parse(stdout);
  }

  async importState(state: unknown): Promise<void> {
    const file = join(this.folder, ".sandbox", "state.json");
    writeFileSync(file, JSON.stringify(state));
    await this.run(["stack", "import", "--file", file]);
    rmSync(file);
  }

  /** Changes plain settings in the stack's file; `undefined` removes a setting. */
  configure(settings: Readonly<Record<string, unknown>>): void {
    const file = join(this.folder, "Pulumi.dev.yaml");
    const { config, ...rest } = parse(readFileSync(file, "utf8")) as { config: object };
    writeFileSync(file, stringify({ ...rest, config: { ...config, ...settings } }));
  }

  async up({ replace = [], refresh = false }: UpOptions = {}): Promise<Update> {
    await this.forgetRequests();
    const { operations, output } = await this.runWithEvents([
      ...["up", "--yes", "--skip-preview"],
      ...replace.flatMap((urn) => ["--replace", urn]),
      ...(refresh ? ["--refresh"] : []),
    ]);
    const requests = await this.listRequests();
    // The providers' requests and the responses conform to GitHub's description.
    expectNoMisfits(requests);
    return { operations, outputs: this.readOutputs(), output, requests };
  }

  async refresh(): Promise<void> {
    await this.run(["refresh", "--yes", "--skip-preview"]);
  }

  async destroy(): Promise<void> {
    await this.run(["destroy", "--yes", "--skip-preview"]);
  }

  /** The operations that an update would do. */
  async preview(): Promise<readonly Operation[]> {
    return (await this.previewWithOutput()).operations;
  }

  /** The operations of a preview, with Pulumi's output. */
  async previewWithOutput({ diff = false }: PreviewOptions = {}): Promise<
    Pick<Update, "operations" | "output">
  > {
    return this.runWithEvents(["preview", ...(diff ? ["--diff"] : [])]);
  }

  /** Runs an `up` that is expected to fail, and returns its output. */
  async expectUpToFail({ continueOnError = false }: FailOptions = {}): Promise<FailedRun> {
    const more = continueOnError ? ["--continue-on-error"] : [];
    return this.expectToFail(["up", "--yes", "--skip-preview", ...more]);
  }

  async expectPreviewToFail(): Promise<FailedRun> {
    return this.expectToFail(["preview"]);
  }

  private async expectToFail(args: readonly string[]): Promise<FailedRun> {
    await this.forgetRequests();
    const { code, output } = await this.pulumi(args);
    if (code === 0) throw new Error(`it was expected to fail:\n${output}`);
    return { output, requests: await this.listRequests() };
  }

  private async runWithEvents(
    args: readonly string[],
  ): Promise<Pick<Update, "operations" | "output">> {
    const events = join(dirname(this.world.backend), "events");
    rmSync(events, { force: true });
    const { output } = await this.run([...args, "--event-log", events]);
    const lines = readFileSync(events, "utf8").trim().split("\n");
    const operations = lines.flatMap((line) => listOperations(JSON.parse(line) as EngineEvent));
    return { operations, output };
  }

  /** Runs the `pulumi` command, which must succeed. */
  private async run(args: readonly string[]): Promise<Outcome> {
    const outcome = await this.pulumi(args);
    if (outcome.code !== 0) throw new Error(`pulumi ${args[0] ?? ""}:\n${outcome.output}`);
    return outcome;
  }

  private pulumi(args: readonly string[]): Promise<Outcome> {
    const selected = args[1] === "init" ? [] : ["--stack", stackName];
    return run(this.toolchain.pulumi, [...args, ...selected, "--non-interactive"], {
      cwd: this.folder,
      environment: {
        // It enables --event-log.
        PULUMI_DEBUG_COMMANDS: "true",
        ...this.world.environment,
        ...this.environment,
      },
    });
  }

  /** Sends a request to the sandbox's control address. */
  async control(path: string, init: RequestInit = {}): Promise<unknown> {
    const key = readFileSync(this.world.sandbox.controlKeyFile, "utf8");
    const url = `http://${this.world.sandbox.address}/_sandbox/${path}`;
    const response = await fetch(url, { ...init, headers: { [CONTROL_HEADER]: key } });
    const text = await response.text();
    if (!response.ok) throw new Error(`${path}: ${String(response.status)} ${text}`);
    return text === "" ? undefined : JSON.parse(text);
  }

  async listRequests(): Promise<readonly JournalEntry[]> {
    return (await this.control("journal")) as JournalEntry[];
  }

  async forgetRequests(): Promise<void> {
    await this.control("journal", { method: "DELETE" });
  }

  /** The backend's file of the stack. */
  get stateFile(): string {
    return join(this.world.backend, ".pulumi", "stacks", "pulumi-ghcr", "dev.json");
  }

  /** The stack as the backend stores it. */
  readState(): string {
    return readFileSync(this.stateFile, "utf8");
  }

  /** The stack's outputs, without the value of a secret. */
  readOutputs(): Update["outputs"] {
    const stack = this.readResources().find(({ type }) => type === "pulumi:pulumi:Stack");
    return stack?.outputs ?? {};
  }

  /** Its resources, without times and ciphertexts, which change each time the state is written. */
  readResources(): readonly StoredResource[] {
    const changing = ["modified", "ciphertext"];
    const state = JSON.parse(this.readState(), (key, value: unknown) =>
      changing.includes(key) ? undefined : value,
    ) as { checkpoint: { latest: { resources: readonly StoredResource[] } } };
    return state.checkpoint.latest.resources;
  }

  /** Stops the sandbox, and checks that no exported state contains a token. */
  async close(): Promise<void> {
    const { tokens } = JSON.parse(
      readFileSync(join(this.folder, ".sandbox", "world.json"), "utf8"),
    ) as { tokens: readonly { token: string }[] };
    await this.world.stop();
    const existingTokens = tokens.map(({ token }) => token);
    expect(existingTokens.length).toBeGreaterThan(1);
    expect(findFilesWith(this.world.backend, existingTokens)).toEqual([]);
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** The operation that Pulumi starts with this event. */
function listOperations({ resourcePreEvent }: EngineEvent): readonly Operation[] {
  if (resourcePreEvent === undefined) return [];
  const { op, urn, type } = resourcePreEvent.metadata;
  return [{ operation: op, type, name: urn.split("::").slice(3).join("::") }];
}

/** Whether a request changes anything at GitHub or in the registry. Logging in does not. */
export function isWrite({ method, path }: JournalEntry): boolean {
  return !["GET", "HEAD"].includes(method) && path !== "/token";
}

/** The files below a folder that contain one of the texts. */
export function findFilesWith(folder: string, texts: readonly string[]): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return findFilesWith(path, texts);
    // Another run may have removed its log meanwhile.
    const size = entry.isFile() ? statSync(path, { throwIfNoEntry: false })?.size : undefined;
    if (size === undefined || size > 50_000_000) return [];
    const content = readFileSync(path);
    return texts.some((text) => content.includes(text)) ? [path] : [];
  });
}
