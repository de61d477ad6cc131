/** The values of settings that neither the settings nor `ghcr:defaults` set. */

/**
 * The defaults of a repository. Those that depend on whether it is created or adopted are in the
 * component.
 */
export const repositoryDefaults = {
  create: false,
  adopt: false,
  secretName: "GHCR_TOKEN",
  secretScope: "repository",
} as const;

/** The defaults of an image. */
export const imageDefaults = {
  build: "pulumi",
  cache: "off",
  network: "default",
  buildOnPreview: false,
  enforceVisibility: false,
} as const;

/** The defaults of a mirror. */
export const mirrorDefaults = { mode: "copy" } as const;

/** The defaults of a publishing workflow. */
export const workflowDefaults = {
  authentication: "token",
  branch: "main",
  path: ".github/workflows/publish.yml",
  pullRequest: false,
  root: ".",
} as const;

/** The defaults of a publishing workflow's cleanup. */
export const cleanupDefaults = {
  schedule: "23 3 * * SUN",
  olderThan: "90 days",
  keepUntagged: 10,
  keepTags: [],
  delete: false,
} as const;

/** The defaults of the workflow that runs the stack. */
export const stackWorkflowDefaults = {
  branch: "main",
  path: ".github/workflows/stack.yml",
  folder: ".",
  drift: "37 4 * * *",
  overwrite: false,
} as const;

/** The value of `drift` that turns the check off. */
export const noDrift = "never";
