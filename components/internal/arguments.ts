import { InputPropertyError } from "@pulumi/pulumi";

/** An error that Pulumi shows with the argument's path and without a stack trace. */
export function argumentError(propertyPath: string, reason: string): InputPropertyError {
  return new InputPropertyError({ propertyPath, reason });
}

/** Throws if the check finds a problem with the argument. */
export function checkArgument(
  propertyPath: string,
  value: string,
  problemOf: (value: string) => string | undefined,
): void {
  const problem = problemOf(value);
  if (problem !== undefined) throw argumentError(propertyPath, `'${value}' ${problem}`);
}
