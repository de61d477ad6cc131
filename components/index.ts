/** The library's public API. */
export { ContainerImage } from "./containerImage/containerImage";
export type { ContainerImageArgs } from "./containerImage/args";
export { ExternalImage, type ExternalImageArgs } from "./externalImage";
export { Mirror, type CopiedTag } from "./mirror/mirror";
export type { MirrorArgs } from "./mirror/args";
export { OrganizationSecret, type OrganizationSecretArgs } from "./organizationSecret";
export {
  PackageVisibility,
  type PackageFinding,
  type PackageVisibilityArgs,
} from "./packageVisibility";
export { PublishedImages } from "./publishedImages";
export {
  PublishingRepository,
  type PublishingRepositoryArgs,
} from "./publishingRepository/publishingRepository";
export { PublishWorkflow, type PublishWorkflowArgs } from "./publishWorkflow/publishWorkflow";
export { StackWorkflow, type StackWorkflowArgs } from "./stackWorkflow";
export type { Transform } from "./internal/transform";

export { dropDebugMessages } from "./debugMessages";
export {
  deploymentOutputs,
  type DeployableImage,
  type DeployedImageOutputs,
  type DeploymentLogin,
  type DeploymentOutputs,
} from "./deployment";
export { explainDenials, type DenialOptions } from "./denials";
export { skipSourceMaps } from "./stackTraces";

export type { BuildDefinition, Lock, LockedImage } from "../core/deploy";
export type { Reference, TaggedReference } from "../core/oci/reference";
export type { PlannedImage, CleanupPlan } from "../core/workflows";
