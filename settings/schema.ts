import { z } from "zod";
import { nameProblem, tagProblem } from "../ghcr/reference";

/** Text that a function finds nothing wrong with. */
function checked(problemOf: (text: string) => string | undefined): z.ZodType<string> {
  return z.string().superRefine((text, context) => {
    const problem = problemOf(text);
    if (problem !== undefined) context.addIssue({ code: "custom", message: `'${text}' ${problem}` });
  });
}

/** GitHub's rule for the name of a user or an organisation. */
function ownerProblem(text: string): string | undefined {
  if (/^[A-Za-z0-9](?:-?[A-Za-z0-9]){0,38}$/.test(text)) return undefined;
  return "is not an account: up to 39 letters, digits and single '-', neither first nor last";
}

/** GitHub's rule for the name of a repository. */
function repositoryProblem(text: string): string | undefined {
  if (/^[A-Za-z0-9._-]{1,100}$/.test(text) && text !== "." && text !== "..") return undefined;
  return "is not a repository's name: up to 100 letters, digits, '.', '_' and '-'";
}

/** GitHub's rule for the name of a secret. */
function secretNameProblem(text: string): string | undefined {
  if (/^(?!GITHUB_)[A-Z_][A-Z0-9_]*$/i.test(text)) return undefined;
  return "is not a secret's name: letters, digits and '_', no digit first, and not GITHUB_…";
}

function registryProblem(text: string): string | undefined {
  if (/^[a-z0-9.-]+(?::\d{1,5})?$/.test(text)) return undefined;
  return "is not a registry: a host in lower case, with its port if it has one, and no https://";
}

const imageSchema = z.strictObject({
  context: z.string().min(1),
  dockerfile: z.string().min(1).optional(),
  contexts: z.record(z.string(), z.string().min(1)).optional(),
  tags: z.array(checked(tagProblem)).min(1).default(["latest"]),
  platforms: z.array(z.string().regex(/^[a-z0-9]+\/[a-z0-9]+(\/[a-z0-9]+)?$/)).min(1).optional(),
});

const repositorySchema = z.strictObject({
  create: z.boolean().default(false),
  visibility: z.enum(["public", "private", "internal"]).default("private"),
  description: z.string().optional(),
  secretName: checked(secretNameProblem).default("GHCR_TOKEN"),
  workflowPermissions: z.enum(["read", "write"]).default("read"),
  approvePullRequests: z.boolean().default(false),
  images: z.record(checked(nameProblem), imageSchema).default({}),
});

/** Everything under `ghcr:` that is no secret. */
export const settingsSchema = z.strictObject({
  owner: checked(ownerProblem),
  registry: checked(registryProblem).default("ghcr.io"),
  username: checked(ownerProblem).optional(),
  repositories: z.record(checked(repositoryProblem), repositorySchema).default({}),
});

export type RepositorySettings = z.output<typeof repositorySchema>;
export type ImageSettings = z.output<typeof imageSchema>;
export type PlainSettings = z.output<typeof settingsSchema>;
