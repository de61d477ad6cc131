import * as pulumi from "@pulumi/pulumi";
import { preflightError, warn } from "./decide";
import type { PossibleConflict } from "./finding";
import type { PreflightResult } from "./result";

/** What the program declared of what may be there already. */
export interface DeclaredResources {
  readonly repositories: readonly {
    readonly name: string;
    readonly publishing: { readonly repository: pulumi.CustomResource | undefined };
  }[];
  /** By the repository's name. */
  readonly workflows: ReadonlyMap<string, { readonly file: pulumi.CustomResource | undefined }>;
  readonly stackWorkflow: { readonly file: pulumi.CustomResource } | undefined;
}

/**
 * Stops a preview at what is there already and is not this stack's: what the engine would create is in
 * the way, and what it would not create an interrupted update of this stack made. Only a preview can
 * tell, where a resource that is yet to be created has no id. An update's writes are refused by GitHub
 * itself.
 */
export async function stopAtConflicts(
  { possibleConflicts, mode }: Pick<PreflightResult, "possibleConflicts" | "mode">,
  declared: DeclaredResources,
): Promise<void> {
  if (!pulumi.runtime.isDryRun()) return;
  const isOwn = await Promise.all(
    possibleConflicts.map((conflict) => isInState(resourceOf(conflict, declared))),
  );
  const conflicts = possibleConflicts.filter((_conflict, index) => isOwn[index] !== true);
  if (mode === "strict" && conflicts.length > 0) throw preflightError(conflicts);
  conflicts.forEach(warn);
}

function resourceOf(
  { conflict: { kind, repository } }: PossibleConflict,
  { repositories, workflows, stackWorkflow }: DeclaredResources,
): pulumi.CustomResource | undefined {
  switch (kind) {
    case "repository":
      return repositories.find(({ name }) => name === repository)?.publishing.repository;
    case "workflow":
      return workflows.get(repository)?.file;
    case "stack workflow":
      return stackWorkflow?.file;
  }
}

async function isInState(resource: pulumi.CustomResource | undefined): Promise<boolean> {
  if (resource === undefined) return false;
  // Pulumi keeps it out of its types. Nothing public says that a value is unknown: an `apply` is not
  // run then, and never says so.
  const { isKnown } = resource.id as unknown as { readonly isKnown: Promise<boolean> };
  return isKnown;
}
