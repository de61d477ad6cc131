import { plainName } from "../oci/plainName";
import { compareTexts } from "./image";
import { collectByKey, printJson, sortKeys } from "./text";

/** A `type=…` entry of a build's caches or exports, in the syntax of BuildKit's clients. */
type Entry = string;

/** Everything that determines a build's result. Paths are relative to the program's folder. */
export interface BuildDefinition {
  readonly context: string;
  readonly contexts?: Readonly<Record<string, string>>;
  readonly dockerfile?: string;
  readonly dockerfileInline?: string;
  readonly target?: string;
  readonly args?: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
  readonly tags: readonly string[];
  readonly platforms?: readonly string[];
  /** The ids of the secrets that the build may read. Their values are in no file. */
  readonly secrets?: readonly string[];
  readonly ssh?: readonly string[];
  readonly network?: string;
  readonly extraHosts?: Readonly<Record<string, string>>;
  readonly cacheFrom?: readonly Entry[];
  readonly cacheTo?: readonly Entry[];
  readonly outputs: readonly Entry[];
  readonly pull?: boolean;
  readonly noCache?: boolean;
}

/** An image to build, with the name of its package. */
export interface BuiltImage {
  readonly name: string;
  readonly definition: BuildDefinition;
}

/**
 * A docker-bake.json that builds and pushes the stack's images without Pulumi, when `docker buildx
 * bake` runs in the program's folder.
 */
export function renderBake(images: readonly BuiltImage[]): string {
  const targets = collectByKey(
    images.map(({ name, definition }) => {
      const key = plainName(name);
      return { key, image: name, value: targetOf(key, definition) };
    }),
    "target",
  );
  return printJson({
    group: { default: { targets: [...targets.keys()] } },
    target: Object.fromEntries(targets),
  });
}

function targetOf(name: string, definition: BuildDefinition): unknown {
  const { context, dockerfile, dockerfileInline, secrets = [], ssh, network } = definition;
  const { args, labels, contexts, extraHosts, pull, noCache } = definition;
  const target = {
    context,
    contexts: nonEmptyMap(contexts),
    // Without the prefix, bake resolves the path against the context.
    dockerfile: dockerfile === undefined ? undefined : `cwd://${dockerfile}`,
    "dockerfile-inline": dockerfileInline,
    target: definition.target,
    args: nonEmptyMap(args),
    labels: nonEmptyMap(labels),
    tags: definition.tags,
    platforms: definition.platforms,
    secret: secrets.length === 0 ? undefined : secretEntries(name, secrets),
    ssh,
    network,
    "extra-hosts": nonEmptyMap(extraHosts),
    "cache-from": definition.cacheFrom,
    "cache-to": definition.cacheTo,
    // Bake adds a provenance by default, and the stack's images have none.
    attest: ["type=provenance,disabled=true"],
    output: definition.outputs,
    pull,
    "no-cache": noCache,
  };
  return escapeTemplates(target);
}

function nonEmptyMap(
  values: Readonly<Record<string, string>> | undefined,
): Readonly<Record<string, string>> | undefined {
  return values === undefined || Object.keys(values).length === 0 ? undefined : sortKeys(values);
}

/**
 * Each secret has its own variable, because two images may use one id for different secrets. Ids that
 * differ only in '.', '_' and '-' get a number.
 */
function secretEntries(target: string, ids: readonly string[]): readonly string[] {
  const used = new Set<string>();
  return [...ids].sort(compareTexts).map((id) => {
    const plain = `SECRET_${target}_${id}`.replace(/[^A-Za-z0-9]+/g, "_").toUpperCase();
    let variable = plain;
    for (let count = 2; used.has(variable); count += 1) variable = `${plain}_${count}`;
    used.add(variable);
    return `id=${id},env=${variable}`;
  });
}

/** Bake reads `${…}` and `%{…}` in its JSON, including keys, as HCL templates. */
function escapeTemplates(value: unknown): unknown {
  if (typeof value === "string") return value.replace(/([$%])\{/g, "$1$1{");
  if (Array.isArray(value)) return value.map(escapeTemplates);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [escapeTemplates(key), escapeTemplates(each)]),
  );
}
