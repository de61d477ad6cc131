import { AsyncResource } from "node:async_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import { recognizeErrors, type Recognized } from "../core/denials";

export interface DenialOptions {
  /**
   * The registries that speak as ghcr.io does, with their ports.
   * @default ["ghcr.io"]
   */
  readonly registries?: readonly string[];
  /**
   * How many milliseconds to wait before each new try of a push.
   * @default [2000, 10000, 40000]
   */
  readonly waits?: readonly number[];
}

/** What passes by itself mostly does so within a minute. */
const defaultWaits = [2_000, 10_000, 40_000];

const supportedTypes = /^(?:docker-build|github):/;

/**
 * From here on each refusal that a resource of the program meets is told with its cause and fix,
 * and a push is tried again where the refusal passes by itself. An error hook does it. Gives false,
 * and does nothing, where the engine or the language host is too old for hooks.
 */
export async function explainDenials(options: DenialOptions = {}): Promise<boolean> {
  const { registries = ["ghcr.io"], waits = defaultWaits } = options;
  const explain = async ({ name, type, errors }: pulumi.ErrorHookArgs): Promise<boolean> => {
    const refusals = recognizeErrors(errors[0] ?? "", registries);
    const wait = waits[errors.length - 1];
    const areTransient = refusals.length > 0 && refusals.every(({ denial }) => denial?.isTransient);
    // A push or a copy may be sent twice without asking what became of the first.
    const isRetried = areTransient && type.startsWith("docker-build:") && wait !== undefined;
    const next = isRetried ? [`This is temporary: retrying in ${wait / 1000} s.`] : [];
    for (const refusal of refusals) {
      // Of the program and not of the resource, whose URN nobody knows before it is made.
      await pulumi.log.warn([`${name}: ${refusal.cause}`, ...fixOf(refusal), ...next].join("\n"));
    }
    if (isRetried) await sleep(wait);
    return isRetried;
  };
  // The engine's call comes from outside, where Pulumi would not know whose log it is.
  const hook = new pulumi.ErrorHook("ghcr-refusal", AsyncResource.bind(explain));
  if (!(await isRegistered(hook))) return false;
  pulumi.runtime.registerStackTransformation(({ type, props, opts }) => {
    if (!supportedTypes.test(type)) return undefined;
    const onError = [...(opts.hooks?.onError ?? []), hook];
    return { props, opts: { ...opts, hooks: { ...opts.hooks, onError } } };
  });
  return true;
}

function fixOf({ fix, denial }: Recognized): readonly string[] {
  return [...fix.map((step) => `  - ${step}`), ...(denial?.sources.slice(0, 1) ?? [])];
}

/**
 * Whether the engine took the hook. Asking it whether it has hooks is not enough: a language host
 * older than the engine passes the question on, and then not the hook (seen with 3.68).
 */
async function isRegistered(hook: pulumi.ErrorHook): Promise<boolean> {
  // Pulumi keeps this from its declarations, and waits for it before it registers a resource.
  const { __registered: registered } = hook as unknown as { readonly __registered: Promise<void> };
  try {
    await registered;
    return true;
  } catch (error) {
    const { code, message } = error as { readonly code?: number; readonly message: string };
    if (code === unimplemented || message.includes("does not support error hooks")) return false;
    throw error;
  }
}

/** gRPC's status of a method that the other side does not have. */
const unimplemented = 12;
