import { pinnedImages, type DeployedImage } from "./image";
import { collectByKey, printYaml } from "./text";

/**
 * An override file for Docker Compose that pins each service's image, in the format of
 * `docker compose config --lock-image-digests`: for each service, only its image.
 */
export function renderCompose(images: readonly DeployedImage[]): string {
  const services = pinnedImages(images).flatMap(({ name, services, pinned }) =>
    services.map((service) => ({ key: service, image: name, value: { image: pinned } })),
  );
  return printYaml({ services: collectByKey(services, "service") });
}
