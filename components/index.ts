export { ContainerImage } from "./containerImage";
export type { ContainerImageArgs } from "./containerImageArgs";
export { dropDebugMessages } from "./debugMessages";
export {
  deployment,
  type Deployed,
  type DeployedImageOutputs,
  type DeploymentLogin,
  type DeploymentOutputs,
} from "./deployment";
export { mirrorAll } from "./mirrors/all";
export { Mirror, type Copied } from "./mirror";
export type { MirrorArgs, MirrorCopyArgs } from "./mirrorArgs";
export { OrganizationSecret, shareSecrets } from "./organizationSecret";
export type { OrganizationSecretArgs } from "./organizationSecret";
export {
  PackageVisibility,
  type PackageFinding,
  type PackageVisibilityArgs,
} from "./packageVisibility";
export { lookAtPackages, type LookedAt, type PackageOutputs, type StackFinding } from "./packages";
export { PublishedImages } from "./publishedImages";
export { PublishWorkflow, writeWorkflows, type PublishWorkflowArgs } from "./publishWorkflow";
export { StackWorkflow, writeStackWorkflow, type StackWorkflowArgs } from "./stackWorkflow";
export { stackFile } from "./stackWorkflowFile";
export { workflowFiles } from "./workflowFile";
export type { Proposal } from "../ghcr/workflowProposal";
export { PublishingRepository, type PublishingRepositoryArgs } from "./publishingRepository";
export { nameRefusals, type RefusalOptions } from "./refusals";
export type { Transform } from "./transform";
