/** The files for deployments that a stack's outputs hold. */
export const deploymentFileNames = ["compose", "dotenv", "kustomization", "bake", "lock"] as const;

export type DeploymentFileName = (typeof deploymentFileNames)[number];

/**
 * The stack output that holds a file. With each update Pulumi prints all outputs of a stack, except
 * those whose names begin with two underscores (IsInternalPropertyKey in its
 * sdk/go/common/resource/properties.go). `pulumi stack output` and stack references have them all.
 */
export function fileOutput<Name extends DeploymentFileName>(name: Name): `__${Name}` {
  return `__${name}`;
}
