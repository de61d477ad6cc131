import { z } from "zod";
import type { DesiredStack } from "../../../stack/model";
import { parseSettings } from "../../../stack/settings";
// Not through stack/state, which loads all of Pulumi to ask a running engine: 0.7 s.
import { priorState, type PriorState } from "../../../stack/state/priorState";
import { storedResources } from "../../../stack/state/resources";
import type { StackOptions } from "../../pulumi/pulumi";
import { readConfigurationAndState, requireStack } from "../../pulumi/settings";

/** A stack's mirrors, and the state that its last update left. */
export interface MirrorStack extends Pick<
  DesiredStack<"publish">,
  "registry" | "owner" | "username" | "credentials" | "mirrors"
> {
  readonly prior: PriorState;
}

const stateSchema = z.object({
  deployment: z.object({ resources: storedResources.nullish() }).nullish(),
});

export async function readMirrorStack(stack: StackOptions): Promise<MirrorStack> {
  const { raw, exported } = await readConfigurationAndState(stack);
  const desired = requireStack(parseSettings(raw, ["publish"]));
  const state = stateSchema.parse(exported);
  const { registry, owner, username, credentials } = desired;
  return {
    registry,
    owner,
    username,
    credentials,
    // Nothing is written here, so no backup is made.
    mirrors: desired.mirrors.map((mirror) => ({ ...mirror, backup: undefined })),
    prior: priorState(state.deployment?.resources ?? []),
  };
}
