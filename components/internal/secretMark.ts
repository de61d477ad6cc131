import type { CustomResourceOptions } from "@pulumi/pulumi";

/**
 * Makes Pulumi write a secret again that somebody else changed on GitHub. The provider detects that
 * in a refresh, but no input differs, so it does nothing (6.15). `destroyOnDrift` is an input
 * without effect, so it is toggled once, and otherwise keeps its value in the state.
 */
export function applySecretMark<Args extends { destroyOnDrift?: unknown }>(
  mark: boolean | undefined,
  [name, args, opts]: [name: string, args: Args, opts: CustomResourceOptions],
): [name: string, args: Args, opts: CustomResourceOptions] {
  if (mark === undefined) {
    return [
      name,
      args,
      { ...opts, ignoreChanges: [...(opts.ignoreChanges ?? []), "destroyOnDrift"] },
    ];
  }
  return [name, mark ? { ...args, destroyOnDrift: true } : args, opts];
}
