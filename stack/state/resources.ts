import { z } from "zod";
import { storedOutputs, storedReference } from "../../components/internal/storedOutputs";

/** Resources as a state holds them. */
export const storedResources = z.array(
  z.object({
    type: z.string(),
    outputs: z.record(z.string(), z.unknown()).nullish(),
    /** Only in an exported state. */
    created: z.string().nullish(),
    /** Only in an exported state. */
    modified: z.string().nullish(),
  }),
);

export type StoredResource = z.output<typeof storedResources>[number];

const actionsSecret = {
  secretName: z.string(),
  updatedAt: z.string(),
  remoteUpdatedAt: z.string(),
  destroyOnDrift: z.boolean(),
};

/** The outputs to read from the state, of our components and the providers' resources. */
const schemas = {
  ...storedOutputs,
  "github:index/repository:Repository": z.object({ fullName: z.string() }),
  "github:index/actionsSecret:ActionsSecret": z.object({
    ...actionsSecret,
    repository: z.string(),
  }),
  "github:index/actionsOrganizationSecret:ActionsOrganizationSecret": z.object(actionsSecret),
  "github:index/repositoryFile:RepositoryFile": z.object({
    repository: z.string(),
    branch: z.string(),
    file: z.string(),
    sha: z.string(),
  }),
  "github:index/branch:Branch": z.object({ repository: z.string(), branch: z.string() }),
  "github:index/repositoryPullRequest:RepositoryPullRequest": z.object({
    baseRepository: z.string(),
    headRef: z.string(),
    number: z.number(),
    state: z.string(),
  }),
  "docker-build:index:Image": z.object({
    ref: storedReference,
    tags: z.array(storedReference),
    dockerfile: z.object({ inline: z.string() }),
  }),
  "docker-build:index:Index": z.object({
    ref: storedReference,
    tag: storedReference,
    sources: z.array(storedReference),
  }),
};

type Schemas = typeof schemas;

/** The outputs that are read of a type of resource. */
export type OutputsOf<Type extends keyof Schemas> = Partial<z.output<Schemas[Type]>>;

/**
 * The outputs of each resource of a type. An output that does not match its schema counts as
 * missing: another version of the program or a provider wrote it, or it is a secret in an exported
 * state. Outputs without a schema are dropped.
 */
export function outputsOf<Type extends keyof Schemas>(
  type: Type,
  resources: readonly StoredResource[],
): readonly OutputsOf<Type>[] {
  const fields: readonly (readonly [string, z.ZodType])[] = Object.entries(schemas[type].shape);
  return resources
    .filter((resource) => resource.type === type)
    .map(({ outputs }) => {
      const read = fields.flatMap(([key, field]) => {
        const { data } = field.safeParse(outputs?.[key]);
        return data === undefined ? [] : [[key, data] as const];
      });
      return Object.fromEntries(read) as OutputsOf<Type>;
    });
}
