import type { CustomResourceOptions } from "@pulumi/pulumi";
import { badArgument } from "./arguments";

/**
 * Changes a resource inside a component before it is made: arguments that are laid over the
 * component's, or a function that changes `args` and `opts` in place, or gives arguments to take
 * instead. What it sets is no longer the component's to promise.
 *
 * @example
 * { deleteBranchOnMerge: true }
 * @example
 * (args, opts) => {
 *   args.deleteBranchOnMerge = true;
 *   opts.protect = true;
 * }
 */
export type Transform<Args extends object> =
  | Readonly<Partial<Args>>
  // `void`, so that a function need not say that it gives nothing back.
  // eslint-disable-next-line @typescript-eslint/no-invalid-void-type
  | ((args: Args, opts: CustomResourceOptions, name: string) => Args | undefined | void);

/** What a resource inside a component is made with: `new Image(...transformed(…))`. */
export function transformed<Args extends object>(
  transform: Transform<Args> | undefined,
  name: string,
  args: Args,
  opts: CustomResourceOptions,
): [name: string, args: Args, opts: CustomResourceOptions] {
  if (typeof transform !== "function") return [name, { ...args, ...transform }, opts];
  // Copies, so that what is changed in place reaches no other resource.
  const [ownArgs, ownOpts] = [{ ...args }, { ...opts }];
  const result = transform(ownArgs, ownOpts, name) ?? ownArgs;
  // Its arguments would come too late: the resource must be declared now, for preview to show it.
  if (result instanceof Promise) {
    throw badArgument(
      "transform",
      `of ${name} returns a promise; it must return its arguments directly`,
    );
  }
  return [name, result, ownOpts];
}
