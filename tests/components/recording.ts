import * as pulumi from "@pulumi/pulumi";
import type {
  RegisterResourceOutputsRequest,
  RegisterResourceRequest,
} from "@pulumi/pulumi/proto/resource_pb";

/** A resource that the program registers. */
export interface RegisteredResource {
  readonly type: string;
  readonly name: string;
  /** The name of the resource that it belongs to. */
  readonly parent?: string;
  /** The inputs as the engine gets them; a secret is `{ secret: value }`. */
  readonly inputs: unknown;
}

/** The options of a resource, without those that are not set. */
export interface Options {
  readonly import?: string;
  readonly ignoreChanges?: readonly string[];
  /** If it is not set, the engine uses the component's. */
  readonly retainOnDelete?: boolean;
  readonly protect?: true;
}

/** A program's resources, sorted by type and name, and everything else that it sent. */
export interface Recording<Result> {
  readonly result: Result;
  readonly resources: readonly RegisteredResource[];
  /** The outputs that components registered, by the component's name. */
  readonly outputs: Readonly<Record<string, unknown>>;
  /** The labels of the resources that each resource depends on, by its label. */
  readonly dependencies: Readonly<Record<string, readonly string[]>>;
  /** The name of each resource's provider, by its label. */
  readonly providers: Readonly<Record<string, string>>;
  /** The error hooks of each resource that has any, by its label. */
  readonly errorHooks: Readonly<Record<string, readonly string[]>>;
  /** The hooks before each resource is created and updated, by its label. */
  readonly buildHooks: Readonly<Record<string, readonly (readonly string[])[]>>;
  /** The options of each resource that has any, by its label. */
  readonly options: Readonly<Record<string, Options>>;
}

type Answer = (error: unknown, response: unknown) => void;

/** The requests of the engine's protocol that are recorded. */
interface Monitor {
  registerErrorHook(request: unknown, answer: Answer): void;
  registerResourceHook(request: unknown, answer: Answer): void;
  registerResource(request: RegisterResourceRequest, answer: Answer): Promise<void>;
  registerResourceOutputs(request: RegisterResourceOutputsRequest, answer: Answer): void;
}

/** Pulumi's marks for a secret on its way to the engine. */
const signatureKey = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";

const stackType = "pulumi:pulumi:Stack";
const stackUrn = `::${stackType}::`;

/** The digest that the mocked provider returns for each image that it builds or copies. */
export const builtDigest = `sha256:${"5".repeat(64)}`;

const providerName = /::([^:]+)::[^:]*$/;

/** A resource in two words: `ActionsSecret universe-secret`. */
export function labelOf({ type, name }: Pick<RegisteredResource, "type" | "name">): string {
  return `${type.split(":").at(-1) ?? ""} ${name}`;
}

function labelOfUrn(urn: string): string {
  const [type = "", name = ""] = urn.split("::").slice(-2);
  return labelOf({ type, name });
}

function nameOf(urn: string): string {
  return urn.split("::").at(-1) ?? "";
}

/** Shows Pulumi's marked secrets as `{ secret: value }`. */
function showSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(showSecrets);
  if (typeof value !== "object" || value === null) return value;
  const map = value as Record<string, unknown>;
  if (map[signatureKey] === secretSignature) return { secret: showSecrets(map.value) };
  return Object.fromEntries(Object.entries(map).map(([key, inner]) => [key, showSecrets(inner)]));
}

function optionsOf(request: RegisterResourceRequest): Options {
  const [id, ignored] = [request.getImportid(), request.getIgnorechangesList()];
  return {
    ...(id === "" ? {} : { import: id }),
    ...(ignored.length === 0 ? {} : { ignoreChanges: ignored.sort() }),
    ...(request.hasRetainondelete() ? { retainOnDelete: request.getRetainondelete() } : {}),
    ...(request.getProtect() ? { protect: true } : {}),
  };
}

function tagOf(inputs: unknown): string {
  return (inputs as { readonly tag: string }).tag;
}

export interface RecordOptions {
  readonly preview?: boolean;
  /**
   * The digest that the mocked provider returns for an image; `null` if it is not built yet, and
   * empty if nothing was pushed. A preview returns only an empty one.
   */
  readonly digest?: string | null;
  /** The engine's error for an error hook, if it does not support hooks. */
  readonly hookRefusal?: Error;
  /** Whether it runs in a stack, as a complete program does. The stack is not recorded. */
  readonly isStack?: boolean;
  /** The result of a provider's function; without it, none may be called. */
  readonly call?: (token: string, inputs: unknown) => Record<string, unknown>;
}

/**
 * Runs a program with Pulumi's mocks, and records what it sends to the engine. The mocked provider
 * returns each resource's inputs, and a digest for an image, which is unknown in a preview.
 */
export async function record<Result>(
  program: () => Result | Promise<Result>,
  { preview = false, digest = builtDigest, call, hookRefusal, isStack = false }: RecordOptions = {},
): Promise<Recording<Result>> {
  const { runtime } = pulumi;
  // The provider has an empty digest in the preview of an image of which only the files changed.
  const hasDigest = preview ? digest === "" : digest !== null;
  const resources: RegisteredResource[] = [];
  const outputs: Record<string, unknown> = {};
  const dependencies: Record<string, readonly string[]> = {};
  const providers: Record<string, string> = {};
  const errorHooks: Record<string, readonly string[]> = {};
  const buildHooks: Record<string, readonly (readonly string[])[]> = {};
  const options: Record<string, Options> = {};
  await runtime.setMocks(
    {
      newResource: ({ type, name, inputs }) => ({
        id: preview ? undefined : `${name}-id`,
        state: {
          ...(inputs as Record<string, unknown>),
          ...(type === "docker-build:index:Image" && hasDigest ? { digest } : {}),
          ...(type === "github:index/repository:Repository" && !preview ? { repoId: 4711 } : {}),
          ...(type === "docker:index/remoteImage:RemoteImage" ? { imageId: `${name}_image` } : {}),
          // An index has no digest in a preview, or before it exists.
          ...(type === "docker-build:index:Index"
            ? { ref: `${tagOf(inputs)}${preview || digest === null ? "" : `@${digest}`}` }
            : {}),
        },
      }),
      call: ({ token, inputs }) => {
        if (call !== undefined) return call(token, inputs);
        throw new Error(`The program called ${token}`);
      },
    },
    "project",
    "stack",
    preview,
    "organization",
  );
  const monitor = runtime.getMonitor() as unknown as Monitor;
  const register = monitor.registerResource.bind(monitor);
  monitor.registerResource = (request, answer) => {
    const [type, name] = [request.getType(), request.getName()];
    const label = labelOf({ type, name });
    if (type === stackType) return register(request, answer);
    const parent = request.getParent().includes(stackUrn) ? "" : nameOf(request.getParent());
    resources.push({
      type,
      name,
      ...(parent === "" ? {} : { parent }),
      inputs: showSecrets(request.getObject()?.toJavaScript()),
    });
    dependencies[label] = request.getDependenciesList().map(labelOfUrn).sort();
    const provider = providerName.exec(request.getProvider())?.[1];
    if (provider !== undefined) providers[label] = provider;
    const hooks = request.getHooks();
    const onError = hooks?.getOnErrorList() ?? [];
    if (onError.length > 0) errorHooks[label] = onError;
    const before = [hooks?.getBeforeCreateList() ?? [], hooks?.getBeforeUpdateList() ?? []];
    if (before.some((names) => names.length > 0)) buildHooks[label] = before;
    const opts = optionsOf(request);
    if (Object.keys(opts).length > 0) options[label] = opts;
    return register(request, answer);
  };
  monitor.registerErrorHook = (_request, answer) => {
    answer(hookRefusal ?? null, {});
  };
  monitor.registerResourceHook = (_request, answer) => {
    answer(null, {});
  };
  const registerOutputs = monitor.registerResourceOutputs.bind(monitor);
  monitor.registerResourceOutputs = (request, answer) => {
    if (!request.getUrn().includes(stackUrn))
      outputs[nameOf(request.getUrn())] = showSecrets(request.getOutputs()?.toJavaScript());
    registerOutputs(request, answer);
  };
  try {
    const result = isStack ? await belowStack(program) : await program();
    return { result, resources, outputs, dependencies, providers, errorHooks, buildHooks, options };
  } finally {
    await runtime.disconnect();
    resources.sort((a, b) => (`${a.type} ${a.name}` < `${b.type} ${b.name}` ? -1 : 1));
  }
}

async function belowStack<Result>(program: () => Result | Promise<Result>): Promise<Result> {
  const running: Promise<Result>[] = [];
  await pulumi.runtime.runInPulumiStack(async () => {
    running.push(Promise.resolve().then(program));
    // The caller handles a failure: the stack's promise would end the process.
    await Promise.allSettled(running);
    return {};
  });
  const [result] = await Promise.all(running);
  if (result === undefined) throw new Error("the program gave nothing");
  return result;
}

/** The value of an output that is known. */
export function valueOf<Value>(output: pulumi.Output<Value>): Promise<Value> {
  return new Promise((resolve) => {
    output.apply(resolve);
  });
}

/** Text that a preview does not know yet. */
export function unknownText(): pulumi.Output<string> {
  return pulumi.output(pulumi.unknown as unknown as string);
}

/** Whether an output's value is known. This is not in Pulumi's type declarations. */
export function isKnown(output: pulumi.Output<unknown>): Promise<boolean> {
  return (output as unknown as { readonly isKnown: Promise<boolean> }).isKnown;
}

/** The path of the invalid property that a program throws, or a description of what it did. */
export async function refusedProperty(program: () => Promise<unknown>): Promise<string> {
  try {
    await program();
    return "it was not refused";
  } catch (error) {
    if (pulumi.InputPropertyError.isInstance(error)) return error.propertyPath;
    throw error;
  }
}

/** The warnings that the program logs in each test. */
export function collectWarnings(): string[] {
  const warnings: string[] = [];
  beforeEach(() => {
    warnings.length = 0;
    jest.spyOn(pulumi.log, "warn").mockImplementation((text) => {
      warnings.push(text);
      return Promise.resolve();
    });
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });
  return warnings;
}
