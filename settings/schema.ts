import { z } from "zod";
import {
  ownerProblem,
  packageProblem,
  platformProblem,
  registryProblem,
  repositoryProblem,
  secretNameProblem,
  tagProblem,
} from "../ghcr/names";

/** Text that a function finds nothing wrong with. */
function checked(problemOf: (text: string) => string | undefined): z.ZodType<string, string> {
  return z.string().superRefine((text, context) => {
    const problem = problemOf(text);
    if (problem !== undefined)
      context.addIssue({ code: "custom", message: `'${text}' ${problem}` });
  });
}

const imageSchema = z.strictObject({
  context: z.string().min(1),
  dockerfile: z.string().min(1).optional(),
  contexts: z.record(z.string(), z.string().min(1)).optional(),
  tags: z.array(checked(tagProblem)).min(1).default(["latest"]),
  platforms: z.array(checked(platformProblem)).min(1).optional(),
});

const repositorySchema = z.strictObject({
  create: z.boolean().default(false),
  visibility: z.enum(["public", "private", "internal"]).default("private"),
  description: z.string().optional(),
  secretName: checked(secretNameProblem).default("GHCR_TOKEN"),
  workflowPermissions: z.enum(["read", "write"]).default("read"),
  approvePullRequests: z.boolean().default(false),
  images: z.record(checked(packageProblem), imageSchema).default({}),
});

/** The registry knows no capitals, so names that differ in nothing else are one package. */
function eachPackageOnce(
  repositories: Record<string, RepositorySettings>,
  context: z.RefinementCtx,
): void {
  const seen = new Map<string, string>();
  for (const [repository, { images }] of Object.entries(repositories)) {
    for (const image of Object.keys(images)) {
      const path = `repositories.${repository}.images.${image}`;
      const other = seen.get(image.toLowerCase());
      if (other === undefined) seen.set(image.toLowerCase(), path);
      else {
        context.addIssue({
          code: "custom",
          path: [repository, "images", image],
          message: `is the package that ghcr:${other} is already; give one of them another name`,
        });
      }
    }
  }
}

/** Everything under `ghcr:` that is no secret. */
export const settingsSchema = z.strictObject({
  owner: z
    .string(
      "is not set; set it with 'pulumi config set ghcr:owner NAME', or in the variable GITHUB_OWNER",
    )
    .pipe(checked(ownerProblem)),
  registry: checked(registryProblem).default("ghcr.io"),
  username: checked(ownerProblem).optional(),
  repositories: z
    .record(checked(repositoryProblem), repositorySchema)
    .default({})
    .superRefine(eachPackageOnce),
});

export type RepositorySettings = z.output<typeof repositorySchema>;
export type ImageSettings = z.output<typeof imageSchema>;
export type PlainSettings = z.output<typeof settingsSchema>;
