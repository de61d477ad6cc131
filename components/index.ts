export { ContainerImage, type ContainerImageArgs } from "./containerImage";
export { Mirror, type MirrorArgs } from "./mirror";
export { PublishingRepository, type PublishingRepositoryArgs } from "./publishingRepository";
export { nameRefusals, type RefusalOptions } from "./refusals";
