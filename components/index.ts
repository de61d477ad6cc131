export { ContainerImage } from "./containerImage";
export type { ContainerImageArgs } from "./containerImageArgs";
export { Mirror, type MirrorArgs } from "./mirror";
export { OrganizationSecret, shareSecrets } from "./organizationSecret";
export type { OrganizationSecretArgs } from "./organizationSecret";
export {
  PackageVisibility,
  type PackageFinding,
  type PackageVisibilityArgs,
} from "./packageVisibility";
export { PublishingRepository, type PublishingRepositoryArgs } from "./publishingRepository";
export { nameRefusals, type RefusalOptions } from "./refusals";
export type { Transform } from "./transform";
