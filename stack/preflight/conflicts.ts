import * as pulumi from "@pulumi/pulumi";
import { preflightError, warn } from "./stopOrWarn";
import type { PossibleConflict } from "./finding";
import type { PreflightResult } from "./result";

/** The declared resources that may already exist. */
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
 * Stops a preview at resources that exist and are not in this stack's state. If the engine would
 * not create the resource, an interrupted update of this stack created it. Only a preview shows
 * that: a resource to create has no ID. In an update, GitHub itself rejects the write.
 */
export async function stopAtConflicts(
  { possibleConflicts, mode }: Pick<PreflightResult, "possibleConflicts" | "mode">,
  declared: DeclaredResources,
): Promise<void> {
  if (!pulumi.runtime.isDryRun()) return;
  const areInState = await Promise.all(
    possibleConflicts.map((conflict) => isInState(findResource(conflict, declared))),
  );
  const conflicts = possibleConflicts.filter((_conflict, index) => areInState[index] !== true);
  if (mode === "strict" && conflicts.length > 0) throw preflightError(conflicts);
  conflicts.forEach(warn);
}

function findResource(
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
  // Not in Pulumi's types. There is no public API for an unknown value: its `apply` simply does not
  // run.
  const { isKnown } = resource.id as unknown as { readonly isKnown: Promise<boolean> };
  return isKnown;
}
