import * as pulumi from "@pulumi/pulumi";
import { priorState, type PriorState } from "./state/priorState";
import { storedResources } from "./state/resources";

export { priorState, secretKey } from "./state/priorState";
export type { PriorPackage, PriorState, PushedImage } from "./state/priorState";
export type { StoredResource } from "./state/resources";
export type { PriorFile, PriorPullRequest, PriorWorkflow } from "./state/workflows";

/**
 * Reads the state of the last update through the engine; undefined for a stack that has not
 * finished one. Pulumi 3.255 crashes when asked for the resources of a stack that was never updated
 * (backend.go, GetStackResourceOutputs), so the stack's outputs are read first.
 */
export async function readPriorState(): Promise<PriorState | undefined> {
  const name = `${pulumi.getOrganization()}/${pulumi.getProject()}/${pulumi.getStack()}`;
  const stack = await invoke("readStackOutputs", { name });
  if (Object.keys(stack).length === 0) return undefined;
  const resources = await invoke("readStackResourceOutputs", { stackName: name });
  return priorState(storedResources.parse(Object.values(resources)));
}

async function invoke(
  what: "readStackOutputs" | "readStackResourceOutputs",
  about: Readonly<Record<string, string>>,
): Promise<Readonly<Record<string, unknown>>> {
  const answer: unknown = await pulumi.runtime.invoke(`pulumi:pulumi:${what}`, { ...about });
  const { outputs } = (answer ?? {}) as { outputs?: Readonly<Record<string, unknown>> };
  return outputs ?? {};
}
