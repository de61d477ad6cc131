export { bake, type BuildDefinition, type BuiltImage } from "./bake";
export { compose } from "./compose";
export { dotenv, imageVariable } from "./dotenv";
export { kustomization } from "./kustomization";
export type { DeployedImage } from "./image";
export { lock, lockVersion, parseLock, type Lock, type LockedImage } from "./lock";
export { imageOf, lockOf, pullSecretOf } from "./published";
export { dockerConfig, loginCommand, pullCommand, verifyCommand, type PullLogin } from "./pull";
