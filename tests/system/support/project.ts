import {
  LocalWorkspace,
  PulumiCommand,
  type EngineEvent,
  type PreviewOptions,
  type PulumiFn,
  type Stack,
} from "@pulumi/pulumi/automation";
import {
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
import { findBuilderInUse } from "../../../core/docker/buildx";
import { prepareToolchain, type Toolchain } from "../../../toolchain";
import { run, type Environment, type Outcome } from "../../../core/process/child";
import { copyProgram } from "../../../scripts/programFolder";
import { openWorld, type World } from "../../../scripts/world";
import { expectNoMisfits } from "../../sandbox/misfits";
import { CONTROL_HEADER, type JournalEntry } from "../../../sandbox";

const stackName = "dev";

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

interface OutputHandlers {
  readonly onOutput: (text: string) => void;
  readonly onError: (text: string) => void;
}

/** The output of a failed command, and the sandbox's requests meanwhile. */
export interface FailedRun {
  readonly output: string;
  readonly requests: readonly JournalEntry[];
}

/** The program in a separate folder, with a sandbox. */
export class Project {
  private constructor(
    readonly folder: string,
    readonly toolchain: Toolchain,
    readonly world: World,
    readonly stack: Stack,
  ) {}

  static async open(): Promise<Project> {
    const listener = { onWait: ignore, onCost: ignore, onProgress: ignore };
    const candidate = await findBuilderInUse();
    const toolchain = await prepareToolchain(listener, { builder: candidate === undefined });
    const folder = realpathSync(mkdtempSync(join(tmpdir(), "pulumi-ghcr-project-")));
    copyProgram(folder);
    const world = await openWorld({
      directory: join(folder, ".sandbox"),
      toolchain,
      candidate,
    });
    const options = await createWorkspaceOptions(toolchain, world.environment);
    const stack = await LocalWorkspace.createStack({ stackName, workDir: folder }, options);
    return new Project(folder, toolchain, world, stack);
  }

  /** The same program and stack with other environment variables. */
  async openStackWith(environment: Environment): Promise<Stack> {
    return openStack(this.folder, this.toolchain, { ...this.world.environment, ...environment });
  }

  /** The same stack and sandbox, with the program in another folder. */
  async openClone(folder: string, environment: Environment = {}): Promise<Project> {
    const variables = { ...this.world.environment, ...environment };
    const stack = await openStack(folder, this.toolchain, variables);
    return new Project(folder, this.toolchain, this.world, stack);
  }

  /** A stack of a program that runs in this process, without a language host. */
  async openInlineStack(program: PulumiFn): Promise<Stack> {
    const workDir = join(this.folder, "inline");
    mkdirSync(workDir, { recursive: true });
    const { pulumiCommand, envVars } = await createWorkspaceOptions(
      this.toolchain,
      this.world.environment,
    );
    return LocalWorkspace.createOrSelectStack(
      { stackName, projectName: "inline", program },
      { pulumiCommand, envVars, workDir },
    );
  }

  /** Changes plain settings in the stack's file; `undefined` removes a setting. */
  configure(settings: Readonly<Record<string, unknown>>): void {
    const file = join(this.folder, "Pulumi.dev.yaml");
    const { config, ...rest } = parse(readFileSync(file, "utf8")) as { config: object };
    writeFileSync(file, stringify({ ...rest, config: { ...config, ...settings } }));
  }

  async up({ replace = [], refresh = false }: UpOptions = {}): Promise<Update> {
    await this.forgetRequests();
    const events = join(dirname(this.world.backend), "events");
    rmSync(events, { force: true });
    const { output } = await this.pulumi([
      ...["up", "--yes", "--skip-preview", "--event-log", events],
      ...replace.flatMap((urn) => ["--replace", urn]),
      ...(refresh ? ["--refresh"] : []),
    ]);
    const operations: Operation[] = [];
    const lines = readFileSync(events, "utf8").trim().split("\n");
    for (const line of lines) recordOperations(operations)(JSON.parse(line) as EngineEvent);
    const requests = await this.listRequests();
    // The providers' requests and the responses conform to GitHub's description.
    expectNoMisfits(requests);
    return { operations, outputs: this.readOutputs(), output, requests };
  }

  async refresh(): Promise<void> {
    await this.pulumi(["refresh", "--yes", "--skip-preview"]);
  }

  async destroy(): Promise<void> {
    await this.pulumi(["destroy", "--yes", "--skip-preview"]);
  }

  /**
   * Runs the `pulumi` command. The Automation API would also read the outputs and the stack's
   * history afterward, with a process for each.
   */
  private async pulumi(args: readonly string[]): Promise<Outcome> {
    const { name, workspace } = this.stack;
    const all = [...args, "--stack", name, "--non-interactive"];
    const outcome = await run(this.toolchain.pulumi, all, {
      cwd: workspace.workDir,
      // This variable enables --event-log.
      environment: { PULUMI_DEBUG_COMMANDS: "true", ...workspace.envVars },
    });
    if (outcome.code !== 0) throw new Error(`pulumi ${args[0] ?? ""}:\n${outcome.output}`);
    return outcome;
  }

  /** The operations that an update would do. */
  async preview(): Promise<readonly Operation[]> {
    return (await this.previewWithOutput()).operations;
  }

  /** The operations of a preview, with Pulumi's output. */
  async previewWithOutput(
    options: Pick<PreviewOptions, "diff"> = {},
  ): Promise<Pick<Update, "operations" | "output">> {
    const operations: Operation[] = [];
    let output = "";
    const write = (text: string): void => {
      output += text;
    };
    const handlers = { onEvent: recordOperations(operations), onOutput: write, onError: write };
    await this.stack.preview({ ...options, ...handlers });
    return { operations, output };
  }

  /** Runs an `up` that is expected to fail, and returns its output. */
  async expectUpToFail(): Promise<FailedRun> {
    await this.forgetRequests();
    const output = await captureFailure((handlers) => this.stack.up(handlers));
    return { output, requests: await this.listRequests() };
  }

  async expectPreviewToFail(): Promise<FailedRun> {
    await this.forgetRequests();
    const output = await captureFailure((handlers) => this.stack.preview(handlers));
    return { output, requests: await this.listRequests() };
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

async function captureFailure(
  run: (handlers: OutputHandlers) => Promise<unknown>,
): Promise<string> {
  let output = "";
  const write = (text: string): void => {
    output += text;
  };
  const failed = await run({ onOutput: write, onError: write }).then(
    () => false,
    () => true,
  );
  if (!failed) throw new Error(`it was expected to fail:\n${output}`);
  return output;
}

/** Records each operation that Pulumi starts. */
function recordOperations(operations: Operation[]): (event: EngineEvent) => void {
  return ({ resourcePreEvent }) => {
    if (resourcePreEvent === undefined) return;
    const { op, urn, type } = resourcePreEvent.metadata;
    operations.push({ operation: op, type, name: urn.split("::").slice(3).join("::") });
  };
}

function ignore(): void {
  // The tests do not show the progress.
}

async function openStack(
  folder: string,
  toolchain: Toolchain,
  environment: Environment,
): Promise<Stack> {
  return LocalWorkspace.selectStack(
    { stackName, workDir: folder },
    await createWorkspaceOptions(toolchain, environment),
  );
}

async function createWorkspaceOptions(toolchain: Toolchain, environment: Environment) {
  const pulumiCommand = await PulumiCommand.get({ root: dirname(dirname(toolchain.pulumi)) });
  const envVars = Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [name, value ?? ""]),
  );
  return { pulumiCommand, envVars };
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
