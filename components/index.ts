export { ContainerImage, type ContainerImageArgs } from "./containerImage";
export { PublishingRepository, type PublishingRepositoryArgs } from "./publishingRepository";
