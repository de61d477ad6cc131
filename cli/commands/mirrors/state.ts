import { z } from "zod";
import type { Token } from "../../../core/tokens/token";
import { wantedMirror } from "../../../stack/preflight/fromSettings";
import type { WantedMirror } from "../../../stack/preflight/wanted";
import { parseSettings } from "../../../stack/settings";
import { priorState, storedResources, type PriorState } from "../../../stack/state";
import { ask } from "../../pulumi/ask";
import type { StackOptions } from "../../pulumi/pulumi";
import { readConfiguration, stackOf } from "../../pulumi/settings";

/** A stack's mirrors, and what its last update made of them. */
export interface MirrorStack {
  readonly registry: string;
  readonly owner: string;
  readonly username: string;
  readonly publisher: Token;
  readonly mirrors: readonly WantedMirror[];
  readonly prior: PriorState;
}

const stateSchema = z.object({
  deployment: z.object({ resources: storedResources.nullish() }).nullish(),
});

export async function readMirrorStack(stack: StackOptions): Promise<MirrorStack> {
  const desired = stackOf(parseSettings(await readConfiguration(stack), ["publish"]));
  const state = stateSchema.parse(JSON.parse(await ask(stack, ["stack", "export"])));
  const { registry, owner, username, credentials } = desired;
  return {
    registry,
    owner,
    username,
    publisher: credentials.publish,
    // Nothing is written here, so that no backup is made.
    mirrors: desired.mirrors.map((mirror) => wantedMirror({ ...mirror, backup: undefined })),
    prior: priorState(state.deployment?.resources ?? []),
  };
}
