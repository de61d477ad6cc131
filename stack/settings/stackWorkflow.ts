import { imageDefaults, type RepositorySettings } from "./defaults";
import type { MirrorSettings } from "./mirrors";
import type { PlainSettings } from "./schema";

/** What the stack's own workflow is where the settings do not say. */
export const stackWorkflowDefaults = {
  branch: "main",
  path: ".github/workflows/stack.yml",
  folder: ".",
  drift: "37 4 * * *",
  overwrite: false,
} as const;

/** Where the workflow looks for no drift. */
export const noDrift = "never";

/** The workflow that runs the stack, with every default filled in. */
export interface StackWorkflowSettings {
  readonly repository: string;
  readonly branch: string;
  readonly path: string;
  /** The program's folder, from the repository's root. */
  readonly folder: string;
  readonly secrets: readonly string[];
  readonly backend?: string;
  /** When it looks for drift; without it never. */
  readonly driftSchedule?: string;
  /** Whether it may be written over a file that is there already. */
  readonly overwrite: boolean;
  /** What builds images, where an update builds any. */
  readonly builder?: { readonly name?: string; readonly emulated: readonly string[] };
}

type Written = NonNullable<PlainSettings["stackWorkflow"]>;

interface Built {
  readonly builder?: { readonly name: string } | undefined;
  readonly repositories: Readonly<Record<string, RepositorySettings>>;
  readonly mirrors: Readonly<Record<string, MirrorSettings>>;
}

/** Fills in what the settings do not say. */
export function stackWorkflowWithDefaults(written: Written, built: Built): StackWorkflowSettings {
  const { drift, backend, ...all } = { ...stackWorkflowDefaults, ...written };
  const builder = builderFor(built);
  return {
    ...all,
    ...(backend === undefined ? {} : { backend }),
    ...(drift === noDrift ? {} : { driftSchedule: drift }),
    ...(builder === undefined ? {} : { builder }),
  };
}

/** GitHub's machine, whose platform needs no imitation. */
const native = "linux/amd64";

function builderFor({
  builder,
  repositories,
  mirrors,
}: Built): StackWorkflowSettings["builder"] | undefined {
  const images = Object.values(repositories)
    .flatMap((each) => Object.values(each.images))
    .filter(({ build }) => build === imageDefaults.build);
  const linked = Object.values(mirrors).filter(({ mode }) => mode === "linked");
  if (images.length === 0 && linked.length === 0) return undefined;
  const platforms = new Set(images.flatMap((each) => each.platforms ?? []));
  const emulated = [...platforms].filter((platform) => platform !== native).sort();
  return { ...(builder === undefined ? {} : { name: builder.name }), emulated };
}
