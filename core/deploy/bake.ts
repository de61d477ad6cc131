import { plainName } from "../oci/plainName";
import { byText } from "./image";
import { byKey, printJson, sorted } from "./text";

/** One `type=…` of a build's caches and exports, as BuildKit's clients write it. */
type Entry = string;

/** All that decides what a build makes. Paths are relative to the folder of the program. */
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
  /** The ids of the secrets that it may read. Their values stand in no file. */
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

/** An image that is built, by the name of its package. */
export interface BuiltImage {
  readonly name: string;
  readonly definition: BuildDefinition;
}

/**
 * A docker-bake.json that builds and pushes what the stack does, with `docker buildx bake` in the
 * program's folder and without Pulumi.
 */
export function bake(images: readonly BuiltImage[]): string {
  const targets = byKey(
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
    contexts: mapped(contexts),
    // Without the mark it would be looked for below the context.
    dockerfile: dockerfile === undefined ? undefined : `cwd://${dockerfile}`,
    "dockerfile-inline": dockerfileInline,
    target: definition.target,
    args: mapped(args),
    labels: mapped(labels),
    tags: definition.tags,
    platforms: definition.platforms,
    secret: secrets.length === 0 ? undefined : secretEntries(name, secrets),
    ssh,
    network,
    "extra-hosts": mapped(extraHosts),
    "cache-from": definition.cacheFrom,
    "cache-to": definition.cacheTo,
    // Bake adds a provenance by itself, and the stack's images have none.
    attest: ["type=provenance,disabled=true"],
    output: definition.outputs,
    pull,
    "no-cache": noCache,
  };
  return escaped(target);
}

function mapped(
  values: Readonly<Record<string, string>> | undefined,
): Readonly<Record<string, string>> | undefined {
  return values === undefined || Object.keys(values).length === 0 ? undefined : sorted(values);
}

/**
 * Each secret comes from a variable of its own: two images may use one id for two secrets. Ids that
 * differ only in '.', '_' and '-' are counted.
 */
function secretEntries(target: string, ids: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return [...ids].sort(byText).map((id) => {
    const plain = `SECRET_${target}_${id}`.replace(/[^A-Za-z0-9]+/g, "_").toUpperCase();
    let variable = plain;
    for (let count = 2; taken.has(variable); count += 1) variable = `${plain}_${count}`;
    taken.add(variable);
    return `id=${id},env=${variable}`;
  });
}

/** Bake reads `${…}` and `%{…}` in its JSON, in keys too, as templates of HCL. */
function escaped(value: unknown): unknown {
  if (typeof value === "string") return value.replace(/([$%])\{/g, "$1$1{");
  if (Array.isArray(value)) return value.map(escaped);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [escaped(key), escaped(each)]),
  );
}
