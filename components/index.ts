export { ContainerImage } from "./containerImage/containerImage";
export type { ContainerImageArgs } from "./containerImage/args";
export { dropDebugMessages } from "./debugMessages";
export {
  deployment,
  type Deployed,
  type DeployedImageOutputs,
  type DeploymentLogin,
  type DeploymentOutputs,
} from "./deployment";
export { mirrorAll } from "./mirror/all";
export { Mirror, type Copied } from "./mirror/mirror";
export type { MirrorArgs, MirrorCopyArgs } from "./mirror/args";
export { OrganizationSecret, shareSecrets } from "./organizationSecret";
export type { OrganizationSecretArgs } from "./organizationSecret";
export {
  PackageVisibility,
  type PackageFinding,
  type PackageVisibilityArgs,
} from "./packageVisibility";
export { lookAtPackages, type LookedAt, type PackageOutputs, type StackFinding } from "./packages";
export { PublishedImages } from "./publishedImages";
export {
  PublishWorkflow,
  writeWorkflows,
  type PublishWorkflowArgs,
} from "./publishWorkflow/publishWorkflow";
export {
  StackWorkflow,
  writeStackWorkflow,
  type StackWorkflowArgs,
} from "./stackWorkflow/stackWorkflow";
export { stackFile } from "./stackWorkflow/file";
export { workflowFiles } from "./publishWorkflow/file";
export type { Proposal } from "../core/workflows/proposal";
export {
  PublishingRepository,
  type PublishingRepositoryArgs,
} from "./publishingRepository/publishingRepository";
export { nameRefusals, type RefusalOptions } from "./refusals";
export type { Transform } from "./internal/transform";
