export { ContainerImage } from "./containerImage/containerImage";
export type { ContainerImageArgs } from "./containerImage/args";
export { ExternalImage, type ExternalImageArgs } from "./externalImage";
export { dropDebugMessages } from "./debugMessages";
export {
  deployment,
  type Deployed,
  type DeployedImageOutputs,
  type DeploymentLogin,
  type DeploymentOutputs,
} from "./deployment";
export { Mirror, type Copied } from "./mirror/mirror";
export type { MirrorArgs } from "./mirror/args";
export { OrganizationSecret } from "./organizationSecret";
export type { OrganizationSecretArgs } from "./organizationSecret";
export {
  PackageVisibility,
  type PackageFinding,
  type PackageVisibilityArgs,
} from "./packageVisibility";
export { PublishedImages } from "./publishedImages";
export type { Lock, LockedImage } from "../core/deploy";
export { PublishWorkflow, type PublishWorkflowArgs } from "./publishWorkflow/publishWorkflow";
export { StackWorkflow, type StackWorkflowArgs } from "./stackWorkflow";
export {
  PublishingRepository,
  type PublishingRepositoryArgs,
} from "./publishingRepository/publishingRepository";
export { nameRefusals, type RefusalOptions } from "./refusals";
export type { Transform } from "./internal/transform";
