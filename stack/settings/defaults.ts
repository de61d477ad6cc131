/** The values that settings have where neither they nor `ghcr:defaults` set them. */

/**
 * A repository's. Defaults that depend on whether the repository is created or adopted are in the
 * component.
 */
export const repositoryDefaults = {
  create: false,
  adopt: false,
  secretName: "GHCR_TOKEN",
  secretScope: "repository",
} as const;

/** An image's. */
export const imageDefaults = {
  build: "pulumi",
  cache: "off",
  network: "default",
  buildOnPreview: false,
  enforceVisibility: false,
} as const;

/** A mirror's. */
export const mirrorDefaults = { mode: "copy" } as const;

/** A publishing workflow's. */
export const workflowDefaults = {
  authentication: "token",
  branch: "main",
  path: ".github/workflows/publish.yml",
  pullRequest: false,
  root: ".",
} as const;

/** The cleanup's in a publishing workflow. */
export const cleanupDefaults = {
  schedule: "23 3 * * SUN",
  olderThan: "90 days",
  keepUntagged: 10,
  keepTags: [],
  delete: false,
} as const;

/** Those of the workflow that runs the stack. */
export const stackWorkflowDefaults = {
  branch: "main",
  path: ".github/workflows/stack.yml",
  folder: ".",
  drift: "37 4 * * *",
  overwrite: false,
} as const;

/** The value of `drift` that turns the check off. */
export const noDrift = "never";
