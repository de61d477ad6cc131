import type { CustomResourceOptions } from "@pulumi/pulumi";

/**
 * Makes Pulumi write a secret again that another hand changed on GitHub. The provider sees that at a
 * refresh and does nothing of it, for no input differs (6.15). `destroyOnDrift` does nothing any
 * more and is an input, so it is turned over once, and is otherwise left as the state has it.
 */
export function marked<Args extends { destroyOnDrift?: unknown }>(
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
