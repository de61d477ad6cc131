import { z } from "zod";
import type { Credentials, DesiredStack } from "../../../stack/model";
import { parseSettings } from "../../../stack/settings";
// Not through stack/state, which loads all of Pulumi to ask a running engine: 0.7 s.
import { priorState } from "../../../stack/state/priorState";
import { pushTimes } from "../../../stack/state/pushTimes";
import { storedResources } from "../../../stack/state/resources";
import { exportStack, type StackOptions } from "../../pulumi/pulumi";
import { readConfiguration, requireStack } from "../../pulumi/settings";
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

/** Reads the settings and the state at once: each command of Pulumi takes about half a second. */
export async function readStatusStack(stack: StackOptions): Promise<StatusStack> {
  const exporting = exportStack(stack);
  // A missing stack is reported once, for the settings.
  exporting.catch(() => undefined);
  const raw = await readConfiguration(stack);
  const desired = requireStack(parseSettings(raw, ["publish", "pull"]));
  const admin = parseSettings(raw, ["admin"]);
  return statusStack(stack.stack, desired, await exporting, {
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
