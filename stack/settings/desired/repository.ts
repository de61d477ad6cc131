import type { DesiredRepository } from "../../model";
import { repositoryDefaults } from "../defaults";
import type { ExpandedDefaults } from "../schema";
import type { ExpandedRepository } from "../schema/repository";
import { desiredPublishWorkflow } from "./publishWorkflow";

/**
 * Fills in what a repository's settings leave open: from `ghcr:defaults`, and then from what is built
 * in. A list or a map in the repository's settings replaces the one in the defaults.
 */
export function desiredRepository(
  name: string,
  repository: ExpandedRepository,
  defaults: ExpandedDefaults,
): DesiredRepository {
  const settings = { ...defaults, ...repository };
  const { create = repositoryDefaults.create, adopt = repositoryDefaults.adopt } = settings;
  const { secretName = repositoryDefaults.secretName } = settings;
  const { secretScope = repositoryDefaults.secretScope } = settings;
  const { onDestroy, visibility, description, protectTags } = settings;
  const { workflowPermissions, approvePullRequests, workflow, images = {} } = settings;
  const mayOverwrite = adopt === "overwrite";
  return {
    name,
    create: create !== false,
    autoInit: create !== "empty",
    adopt: adopt !== false,
    mayOverwrite,
    onDestroy,
    visibility,
    description,
    secretName,
    secretScope,
    protectTags,
    workflowPermissions,
    approvePullRequests,
    workflow:
      workflow &&
      desiredPublishWorkflow(workflow, {
        defaults,
        images,
        secretName,
        isPublic: visibility === "public",
        mayOverwrite,
      }),
  };
}
