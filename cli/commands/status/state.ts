import { z } from "zod";
import type { Credentials, DesiredStack } from "../../../stack/model";
import { parseSettings } from "../../../stack/settings";
// Not through stack/state, which loads all of Pulumi to ask a running engine: 0.7 s.
import { priorState } from "../../../stack/state/priorState";
import { pushTimes } from "../../../stack/state/pushTimes";
import { storedResources } from "../../../stack/state/resources";
import { findStack, pulumiContext } from "../../pulumi/findStack";
import { readConfigurationAndState, requireStack } from "../../pulumi/settings";
import { shortStack } from "../../pulumi/stackFile";
import { readOutputImages, type OutputImage } from "../../readBack";
import type { MirrorStack } from "../mirrors/state";

/** A stack's settings, and what its last update left. */
export interface StatusStack extends MirrorStack, Pick<DesiredStack, "apiAddress"> {
  readonly name: string;
  readonly updated: string | null;
  /** The images in the stack's outputs, without the mirrors. */
  readonly images: readonly OutputImage[];
  /** When the stack last pushed an image, by `registry/name@digest`. */
  readonly pushTimes: ReadonlyMap<string, string>;
  readonly credentials: Pick<Credentials, "publish" | "pull">;
  /** Absent if it is not set on this machine. */
  readonly admin: Credentials["admin"] | undefined;
}

const stateSchema = z.object({
  deployment: z
    .object({
      manifest: z.object({ time: z.string() }).nullish(),
      resources: storedResources.nullish(),
    })
    .nullish(),
});

/**
 * Reads the settings and the state of the selected stack while Pulumi finds out its name: each
 * command of Pulumi takes about half a second.
 */
export async function readStatusStack(requested: string | undefined): Promise<StatusStack> {
  const reading = readConfigurationAndState({ ...(await pulumiContext()), stack: requested });
  // If no stack is selected, the one that is found is read by its name.
  reading.catch(() => undefined);
  const found = await findStack(requested);
  const { raw, exported } = await reading.catch(() => readConfigurationAndState(found));
  const desired = requireStack(parseSettings(raw, ["publish", "pull"]));
  const admin = parseSettings(raw, ["admin"]);
  return statusStack(found.stack, desired, exported, {
    admin: "stack" in admin ? admin.stack.credentials.admin : undefined,
  });
}

/** Combines the settings with an exported state. */
export function statusStack(
  name: string,
  desired: DesiredStack<"publish" | "pull">,
  exported: unknown,
  { admin }: Pick<StatusStack, "admin">,
): StatusStack {
  const { deployment } = stateSchema.parse(exported);
  const resources = deployment?.resources ?? [];
  const { outputs } = resources.find(({ type }) => type === "pulumi:pulumi:Stack") ?? {};
  const mirrorNames = new Set(desired.mirrors.map((mirror) => mirror.name));
  const published = outputs?.images == null ? [] : readOutputImages(outputs);
  const { registry, owner, username, apiAddress, credentials } = desired;
  return {
    ...{ registry, owner, username, apiAddress, credentials, admin },
    name: shortStack(name),
    updated: resources.length === 0 ? null : (deployment?.manifest?.time ?? null),
    images: published.filter(({ image }) => !mirrorNames.has(image)),
    // Nothing is written here, so no backup is made.
    mirrors: desired.mirrors.map((mirror) => ({ ...mirror, backup: undefined })),
    prior: priorState(resources),
    pushTimes: pushTimes(resources),
  };
}
