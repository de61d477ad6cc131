import { deploymentOutputs } from "../../components/deployment";
import type { DesiredStack } from "../model";
import { stopAtConflicts, type PreflightResult } from "../preflight";
import { secretInput } from "../arguments";
import { gitHubOptions } from "./gitHubOptions";
import { declareImages } from "./images";
import { declareMirrors } from "./mirrors";
import { declareOrganizationSecrets } from "./organizationSecrets";
import { declarePackages } from "./packages";
import { declareRepositories } from "./repositories";
import { declareStackWorkflow } from "./stackWorkflow";
import { declareWorkflows } from "./workflows";

/**
 * Declares all resources of a stack. Returns the stack's outputs, about its repositories and for
 * deployments. Nothing is pinned before it is pushed.
 */
export async function declareStack(stack: DesiredStack, preflight: PreflightResult) {
  const { owner, registry, username, pullUsername, apiAddress, credentials } = stack;
  const token = secretInput(credentials.publish);
  const onGitHub = gitHubOptions(stack);

  const repositories = await declareRepositories(stack, preflight, onGitHub);
  const all = repositories.map(({ publishing }) => publishing);
  const after = declareOrganizationSecrets(all, token, preflight, onGitHub);
  const opts = { ...onGitHub, after };
  const { workflows, ...proposed } = declareWorkflows(stack, repositories, preflight, opts);
  const stackWorkflow = declareStackWorkflow(stack, repositories, preflight, onGitHub);
  await stopAtConflicts(preflight, { repositories, workflows, stackWorkflow });
  const images = declareImages(stack, repositories, preflight);
  const mirrors = declareMirrors(stack, repositories, preflight);

  const pullToken = credentials.pull && secretInput(credentials.pull);
  const login = { registry, username: pullUsername, token: pullToken };
  const published = repositories.map(
    ({ name, publishing: { source, secretName } }) => [name, { source, secretName }] as const,
  );
  return {
    repositories: Object.fromEntries(published),
    ...proposed,
    ...deploymentOutputs([...images, ...mirrors], login),
    ...declarePackages(images, { owner, registry, username, token, api: apiAddress }, preflight),
  };
}
