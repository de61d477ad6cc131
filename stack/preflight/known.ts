import * as pulumi from "@pulumi/pulumi";
import type { Known, KnownDigest } from "./checks/wanted";
import { KnownMirrors } from "./knownMirrors";
import { knownWorkflows } from "./knownWorkflows";

interface StoredResource {
  readonly type: string;
  readonly outputs: Readonly<Record<string, unknown>>;
}

/**
 * What the stack's state tells of its last update; undefined for a stack that has not finished one.
 * The engine reads it, from whatever backend it uses. It must not be asked for the resources of a
 * stack that was never updated: Pulumi 3.255 ends with a trace at that (backend.go,
 * GetStackResourceOutputs), so its outputs are asked for first.
 */
export async function readKnown(): Promise<Known | undefined> {
  const name = `${pulumi.getOrganization()}/${pulumi.getProject()}/${pulumi.getStack()}`;
  const stack = await ask("readStackOutputs", { name });
  if (Object.keys(stack).length === 0) return undefined;
  const resources = await ask("readStackResourceOutputs", { stackName: name });
  const repositories = new Set<string>();
  const passes = new Map<string, string>();
  const changedSecrets = new Map<string, boolean>();
  const digests = new Map<string, KnownDigest>();
  const held = new Map<string, string>();
  const mirrors = new KnownMirrors();
  const stored = Object.values(resources).filter(isStored);
  for (const { type, outputs } of stored) {
    const { fullName, package: name, passed, digest, reference, platforms, ref } = outputs;
    const { repository, secretName, updatedAt, remoteUpdatedAt, destroyOnDrift } = outputs;
    mirrors.read(type, outputs);
    if (type.startsWith("docker-build:") && isText(ref)) {
      const [tagged = "", behind] = ref.split("@");
      if (behind !== undefined) held.set(tagged, behind);
    }
    if (type === "github:index/repository:Repository" && typeof fullName === "string") {
      repositories.add(fullName.toLowerCase());
    }
    // The provider notices too, and does nothing of it (6.15): Pulumi sees no input that differs.
    const isSecret = secretTypes.includes(type) && typeof secretName === "string";
    if (isSecret && isText(updatedAt) && isText(remoteUpdatedAt) && updatedAt !== remoteUpdatedAt) {
      const key = secretKey(secretName, isText(repository) ? repository : undefined);
      changedSecrets.set(key, destroyOnDrift === true);
    }
    if (typeof name === "string" && typeof passed === "string") passes.set(name, passed);
    if (typeof name === "string" && typeof digest === "string" && typeof reference === "string") {
      digests.set(name, { digest, reference, platforms: texts(platforms) });
    }
  }
  const workflows = knownWorkflows(stored);
  const known = { repositories, passes, digests, held, changedSecrets, workflows };
  return { ...known, ...mirrors.found };
}

const secretTypes = [
  "github:index/actionsSecret:ActionsSecret",
  "github:index/actionsOrganizationSecret:ActionsOrganizationSecret",
];

/** Names a secret of a repository, or of the organisation. */
export function secretKey(secretName: string, repository?: string): string {
  return `${repository ?? ""}/${secretName}`.toLowerCase();
}

function texts(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) ? value.filter(isText) : undefined;
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

async function ask(
  what: "readStackOutputs" | "readStackResourceOutputs",
  about: Readonly<Record<string, string>>,
): Promise<Readonly<Record<string, unknown>>> {
  const answer: unknown = await pulumi.runtime.invoke(`pulumi:pulumi:${what}`, { ...about });
  const { outputs } = (answer ?? {}) as { outputs?: Readonly<Record<string, unknown>> };
  return outputs ?? {};
}

function isStored(value: unknown): value is StoredResource {
  return (
    typeof value === "object" &&
    value !== null &&
    "type" in value &&
    "outputs" in value &&
    typeof value.outputs === "object" &&
    value.outputs !== null
  );
}
