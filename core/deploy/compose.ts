import { lastKnownComment, pinnedImages, type DeployedImage } from "./image";
import { collectByKey, printYaml } from "./text";

/**
 * An override file for Docker Compose that pins each service's image, in the format of
 * `docker compose config --lock-image-digests`: for each service, only its image.
 */
export function renderCompose(images: readonly DeployedImage[]): string {
  const pinned = pinnedImages(images);
  const services = pinned.flatMap((image) =>
    image.services.map((service) => ({
      ...{ key: service, image: image.name, value: { image: image.pinned } },
    })),
  );
  const comments = pinned.flatMap((image) =>
    image.services.map((service) => ({
      path: ["services", service],
      comment: lastKnownComment(image),
    })),
  );
  return printYaml({ services: collectByKey(services, "service") }, comments);
}
