import { InputPropertyError } from "@pulumi/pulumi";

/** The error that Pulumi shows with the path of the argument and without a trace. */
export function badArgument(propertyPath: string, reason: string): InputPropertyError {
  return new InputPropertyError({ propertyPath, reason });
}

/** Throws where something is wrong with an argument that is known already. */
export function checkArgument(
  propertyPath: string,
  value: string,
  problemOf: (value: string) => string | undefined,
): void {
  const problem = problemOf(value);
  if (problem !== undefined) throw badArgument(propertyPath, `'${value}' ${problem}`);
}
