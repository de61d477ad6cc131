export { renderBake, type BuildDefinition, type BuiltImage } from "./bake";
export { renderCompose } from "./compose";
export { renderDotenv, imageVariable } from "./dotenv";
export { renderKustomization } from "./kustomization";
export type { DeployedImage } from "./image";
export { renderLock, lockVersion, parseLock, type Lock, type LockedImage } from "./lock";
export { imageOf, lockOf, pullSecretOf } from "./published";
export { dockerConfig, loginCommand, pullCommand, verifyCommand, type PullLogin } from "./pull";
