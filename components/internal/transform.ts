import type { CustomResourceOptions } from "@pulumi/pulumi";
import { argumentError } from "./arguments";

/**
 * Changes a resource inside a component before it is created: arguments that override the
 * component's, or a function that changes `args` and `opts` in place or returns other arguments.
 * The component guarantees nothing about what it changes.
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
  // `void`, so that a function needs no return statement.
  // eslint-disable-next-line @typescript-eslint/no-invalid-void-type
  | ((args: Args, opts: CustomResourceOptions, name: string) => Args | undefined | void);

/** The constructor arguments of a resource inside a component: `new Image(...transformed(…))`. */
export function applyTransform<Args extends object>(
  transform: Transform<Args> | undefined,
  name: string,
  args: Args,
  opts: CustomResourceOptions,
): [name: string, args: Args, opts: CustomResourceOptions] {
  if (typeof transform !== "function") return [name, { ...args, ...transform }, opts];
  // Copies, so that in-place changes affect no other resource.
  const [argsCopy, optsCopy] = [{ ...args }, { ...opts }];
  const result = transform(argsCopy, optsCopy, name) ?? argsCopy;
  // The resource must be declared now, for preview to show it.
  if (result instanceof Promise) {
    throw argumentError(
      "transform",
      `of ${name} returns a promise; it must return its arguments directly`,
    );
  }
  return [name, result, optsCopy];
}
