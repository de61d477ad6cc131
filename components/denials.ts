import { AsyncResource } from "node:async_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import { pageOf, recognizeErrors, type RecognizedDenial } from "../core/denials";

export interface DenialOptions {
  /**
   * The registries whose responses are like ghcr.io's, with their ports.
   * @default ["ghcr.io"]
   */
  readonly registries?: readonly string[];
  /**
   * The milliseconds to wait before each retry: of a push, and of a request beyond a rate limit.
   * @default [2000, 10000, 40000]
   */
  readonly waits?: readonly number[];
}

/** Most temporary denials end within a minute. */
const defaultWaits = [2_000, 10_000, 40_000];

const supportedTypes = /^(?:docker-build|github):/;

/**
 * Registers an error hook that logs the cause and fix of each denial that a resource of the program
 * meets. It retries a push if the denial is temporary, and a request beyond a rate limit. Returns
 * false if the engine or the language host is too old for error hooks.
 */
export async function explainDenials(options: DenialOptions = {}): Promise<boolean> {
  const { registries = ["ghcr.io"], waits = defaultWaits } = options;
  const explain = async ({ name, type, errors }: pulumi.ErrorHookArgs): Promise<boolean> => {
    const denials = recognizeErrors(errors[0] ?? "", registries);
    const wait = waits[errors.length - 1];
    const areTransient = denials.length > 0 && denials.every(({ denial }) => denial?.isTransient);
    // Pushes and copies are idempotent, and a request beyond a rate limit has no effect. But several
    // requests create a repository, and it may exist when a later one is refused.
    const isRepeatable =
      type.startsWith("docker-build:") ||
      (type !== "github:index/repository:Repository" &&
        denials.every(({ denial }) => denial?.kind === "rate limit"));
    const isRetried = areTransient && isRepeatable && wait !== undefined;
    const next = isRetried ? [`This is temporary: retrying in ${wait / 1000} s.`] : [];
    for (const each of denials) {
      // Logged for the program: the resource's URN is unknown until it is created.
      await pulumi.log.warn([`${name}: ${each.cause}`, ...fixOf(each), ...next].join("\n"));
    }
    if (isRetried) await sleep(wait);
    return isRetried;
  };
  // The engine calls the hook outside of the program's async context, where Pulumi cannot log.
  // Stacks have this name in their state.
  const hook = new pulumi.ErrorHook("ghcr-refusal", AsyncResource.bind(explain));
  if (!(await isRegistered(hook))) return false;
  pulumi.runtime.registerStackTransformation(({ type, props, opts }) => {
    if (!supportedTypes.test(type)) return undefined;
    const onError = [...(opts.hooks?.onError ?? []), hook];
    return { props, opts: { ...opts, hooks: { ...opts.hooks, onError } } };
  });
  return true;
}

function fixOf({ fix, denial }: RecognizedDenial): readonly string[] {
  const links =
    denial === null ? [] : [`${pageOf(denial)} of pulumi-ghcr`, ...denial.sources.slice(0, 1)];
  return [...fix.map((step) => `  - ${step}`), ...links];
}

/**
 * Whether the engine accepted the hook. Asking it whether it supports hooks is not enough: an older
 * language host forwards that question, but not the hook (observed with 3.68).
 */
async function isRegistered(hook: pulumi.ErrorHook): Promise<boolean> {
  // Pulumi omits this from its declarations, and awaits it before it registers a resource.
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

/** gRPC's status for a method that the server does not implement. */
const unimplemented = 12;
